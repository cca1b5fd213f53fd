// The small changes that mutation testing makes to a source file, found in its syntax tree.
import typescript from 'typescript';

const { SyntaxKind } = typescript;
/** Each operator, and what it becomes. */
const OPERATORS = new Map([
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
  [SyntaxKind.AsteriskToken, '/'],
  [SyntaxKind.SlashToken, '*'],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.PlusEqualsToken, '-='],
  [SyntaxKind.MinusEqualsToken, '+='],
]);

/** @returns { start, end, text } of every change that can be made: text stands in place of what is from start to end */
export function mutationsOf(source) {
  const file = typescript.createSourceFile('file.ts', source, typescript.ScriptTarget.Latest, true);
  const found = [];
  const change = (node, text) => found.push({ start: node.getStart(file), end: node.getEnd(), text });
  const visit = (node) => {
    if (typescript.isTypeNode(node) || typescript.isImportDeclaration(node)) return;
    if (typescript.isBinaryExpression(node)) {
      const text = OPERATORS.get(node.operatorToken.kind);
      if (text !== undefined && !joinsText(node)) change(node.operatorToken, text);
    }
    if (typescript.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
      change(node, node.operand.getText(file));
    if (typescript.isPostfixUnaryExpression(node)) change(node, node.operand.getText(file));
    if (typescript.isIfStatement(node)) {
      change(node.expression, 'true');
      change(node.expression, 'false');
    }
    if (typescript.isNumericLiteral(node)) change(node, String(Number(node.text.replaceAll('_', '')) + 1));
    if (node.kind === SyntaxKind.TrueKeyword) change(node, 'false');
    if (node.kind === SyntaxKind.FalseKeyword) change(node, 'true');
    if (typescript.isExpressionStatement(node) && typescript.isCallExpression(node.expression)) change(node, ';');
    if (typescript.isCallExpression(node) && typescript.isPropertyAccessExpression(node.expression)) {
      const { name } = node.expression;
      const text = { min: 'max', max: 'min', floor: 'ceil', ceil: 'floor', some: 'every', every: 'some' }[name.text];
      if (text !== undefined) change(name, text);
    }
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function joinsText({ left, right }) {
  return [left, right].some((side) => typescript.isStringLiteralLike(side) || typescript.isTemplateExpression(side));
}
