/** @type {import('eslint').Linter.Config} */
const config = {
  root: true,
  parser: '@typescript-eslint/parser',
  parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname },
  plugins: ['@typescript-eslint'],
  extends: ['eslint:recommended', 'plugin:@typescript-eslint/strict-type-checked'],
  reportUnusedDisableDirectives: true,
  rules: {
    // SQLite is synchronous behind asynchronous ports.
    '@typescript-eslint/require-await': 'off',
    // Numbers and errors in messages are what they look like.
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    // Modules, and DTOs that are written as the plain data they are.
    '@typescript-eslint/no-extraneous-class': 'off',
    '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    // Lengths of text count code points.
    '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
    '@typescript-eslint/no-confusing-void-expression': [
      'error',
      { ignoreArrowShorthand: true, ignoreVoidOperator: true },
    ],
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    {
      files: ['src/**'],
      excludedFiles: ['src/config/**'],
      rules: {
        'no-restricted-properties': [
          'error',
          { object: 'process', property: 'env', message: 'Only src/config reads the environment.' },
        ],
        'no-restricted-imports': ['error', { name: 'node:process', importNames: ['env', 'default'] }, 'process'],
      },
    },
    {
      files: ['src/**/*.controller.ts'],
      rules: {
        'no-restricted-syntax': [
          'error',
          {
            selector:
              'ImportDeclaration[source.value=/\\.dto\\.js$/]:matches([importKind="type"], :has([importKind="type"]))',
            message: 'A DTO that is imported as a type is not validated.',
          },
        ],
      },
    },
    { files: ['test/**', 'bench/**', 'scripts/**'], rules: { 'max-lines-per-function': 'off' } },
  ],
  ignorePatterns: [
    'dist',
    'node_modules',
    'coverage',
    'data',
    '*.js',
    '*.cjs',
    '*.mjs',
    'test/verify/clients/programs',
    // Their packages are installed by the bench alone, which compiles them with a tsconfig of their own.
    'bench/contenders',
  ],
};

export { config as 'module.exports' };
