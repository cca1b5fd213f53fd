/**
 * The part of SARIF 2.1.0 that our logs use, as JSON Schema: required properties, types and closed sets as in section 3 of the
 * standard, and no properties but those named here.
 */
const text = { type: 'object', required: ['text'], additionalProperties: false, properties: { text: { type: 'string' } } };

const physicalLocation = {
  type: 'object',
  required: ['artifactLocation'],
  additionalProperties: false,
  properties: {
    artifactLocation: {
      type: 'object',
      required: ['uri'],
      additionalProperties: false,
      // characters of RFC 3986
      properties: { uri: { type: 'string', pattern: "^(?:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-F]{2})+$" } },
    },
    region: {
      type: 'object',
      required: ['startLine'],
      additionalProperties: false,
      properties: { startLine: { type: 'integer', minimum: 1 } },
    },
  },
};

const logicalLocation = {
  type: 'object',
  additionalProperties: false,
  properties: { name: { type: 'string' }, fullyQualifiedName: { type: 'string' } },
};

const rule = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'string' }, shortDescription: text, help: text },
};

const result = {
  type: 'object',
  required: ['message'],
  additionalProperties: false,
  properties: {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message: text,
    locations: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: { physicalLocation, logicalLocations: { type: 'array', uniqueItems: true, items: logicalLocation } },
      },
    },
    properties: { type: 'object' },
  },
};

export const SARIF_SCHEMA = {
  type: 'object',
  required: ['version', 'runs'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool'],
        additionalProperties: false,
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            additionalProperties: false,
            properties: {
              driver: {
                type: 'object',
                required: ['name'],
                additionalProperties: false,
                properties: {
                  name: { type: 'string' },
                  version: { type: 'string' },
                  rules: { type: 'array', uniqueItems: true, items: rule },
                },
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: { type: 'array', items: result },
        },
      },
    },
  },
};
