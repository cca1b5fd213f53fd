import { baselineClassLost } from './checks/baseline-class-lost.js';
import { baselineClassNew } from './checks/baseline-class-new.js';
import { baselineContradictions } from './checks/baseline-contradictions.js';
import { baselineDrift } from './checks/baseline-drift.js';
import { baselineDuplicates } from './checks/baseline-duplicates.js';
import { cardNumber } from './checks/card-number.js';
import { classImbalance } from './checks/class-imbalance.js';
import { classLookAlike } from './checks/class-look-alike.js';
import { classMissingFromSplit } from './checks/class-missing-from-split.js';
import { classSmall } from './checks/class-small.js';
import { classUnknown } from './checks/class-unknown.js';
import { classWithoutTrain } from './checks/class-without-train.js';
import { contradiction } from './checks/contradiction.js';
import { controlCharacter } from './checks/control-character.js';
import { duplicate } from './checks/duplicate.js';
import { eMail } from './checks/e-mail.js';
import { fileTooLarge } from './checks/file-too-large.js';
import { foldedContradiction } from './checks/folded-contradiction.js';
import { foldedDuplicate } from './checks/folded-duplicate.js';
import { foldedLeak } from './checks/folded-leak.js';
import { labelDrift } from './checks/label-drift.js';
import { labelInText } from './checks/label-in-text.js';
import { mixedScript } from './checks/mixed-script.js';
import { mojibake } from './checks/mojibake.js';
import { nearDuplicate } from './checks/near-duplicate.js';
import { nearDuplicateCapped } from './checks/near-duplicate-capped.js';
import { otherScript } from './checks/other-script.js';
import { phoneNumber } from './checks/phone-number.js';
import { replacementCharacter } from './checks/replacement-character.js';
import { secret } from './checks/secret.js';
import { singleClass } from './checks/single-class.js';
import { splitCertificate } from './checks/split-certificate.js';
import { splitLeak } from './checks/split-leak.js';
import { textBlank } from './checks/text-blank.js';
import { textIsLabel } from './checks/text-is-label.js';
import { textLength } from './checks/text-length.js';
import { textStart } from './checks/text-start.js';
import { tokenLimit } from './checks/token-limit.js';
import { validationTooLarge } from './checks/validation-too-large.js';
import { wordCount } from './checks/word-count.js';
import { zeroWidth } from './checks/zero-width.js';
import type { Check } from './definition.js';

/** Every check there is, in the order in which issues of one severity are told. A new one: a file in checks/ and a line here. */
export const CATALOGUE: readonly Check[] = [
  classSmall,
  classImbalance,
  singleClass,
  classLookAlike,
  classWithoutTrain,
  classMissingFromSplit,
  classUnknown,
  contradiction,
  foldedContradiction,
  duplicate,
  foldedDuplicate,
  splitLeak,
  foldedLeak,
  nearDuplicate,
  nearDuplicateCapped,
  labelDrift,
  splitCertificate,
  textBlank,
  textLength,
  wordCount,
  textStart,
  labelInText,
  textIsLabel,
  controlCharacter,
  zeroWidth,
  replacementCharacter,
  mojibake,
  mixedScript,
  otherScript,
  eMail,
  phoneNumber,
  cardNumber,
  secret,
  tokenLimit,
  fileTooLarge,
  validationTooLarge,
  baselineClassLost,
  baselineClassNew,
  baselineDrift,
  baselineContradictions,
  baselineDuplicates,
];
