import { printable } from '../core/printable.js';
import { SEQUENCE_TOKENS } from '../forecast/forecast.js';
import type { Forecast } from '../index.js';
import { bytes, count, counted, table, type Style } from '../report/report.js';

const RETIRED =
  'By the rules and prices of April 2025; the service has retired training since. The time is what published jobs took for a step.';

/** A forecast for people. */
export function forecastText(forecast: Forecast, style: Style): string {
  const { examples, targets, trainingSteps, dataTokens, trainTokens, epochs, longest, seconds } = forecast;
  const isSample = forecast.counted < examples;
  const rows = [
    ['training', `${counted(examples, 'example')}, ${counted(targets, 'target')}, ${bytes(forecast.bytes)}`],
    ...(isSample ? [['counted', `a sample of ${counted(forecast.counted, 'example')}`]] : []),
    ['data tokens', between(dataTokens, count)],
    ['train tokens', `${count(trainTokens)} in ${counted(trainingSteps, 'step')}`],
    ['epochs', between(epochs, short)],
    [
      'cost',
      `${forecast.costEur.toFixed(2)} EUR, at least ${forecast.minimumFeeUsd} USD; and ${forecast.storageFeeUsdPerMonth} USD a month for the model`,
    ],
    ['time', `${minutes(seconds.low)} to ${counted(minutes(seconds.high), 'minute')}`],
    ['longest', `${counted(longest.tokens, 'token')}, ${printable(longest.place, 200)}`],
  ];
  const isTooLong = longest.tokens > SEQUENCE_TOKENS;
  return [
    ...table(rows, [{ align: 'left' }, { align: 'left' }]),
    ...(isTooLong
      ? [
          '',
          `${style('yellow', '!')} the longest does not fit the service's sequence of ${count(SEQUENCE_TOKENS)} tokens: shorten it`,
        ]
      : []),
    '',
    style('dim', RETIRED),
  ].join('\n');
}

function between({ low, expected, high }: Forecast['dataTokens'], show: (value: number) => string): string {
  return show(low) === show(high) ? show(expected) : `${show(expected)} (${show(low)} to ${show(high)})`;
}

/** Three figures, as `2,113`, `47.7` or `0.52`. */
function short(value: number): string {
  return value >= 100 ? count(Math.round(value)) : value.toPrecision(3);
}

function minutes(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60));
}
