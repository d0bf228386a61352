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
    '@typescript-eslint/no-extraneous-class': 'off',
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    { files: ['test/**', 'bench/**', 'scripts/**'], rules: { 'max-lines-per-function': 'off' } },
  ],
  ignorePatterns: ['dist', 'node_modules', 'coverage', 'data', '*.js', '*.cjs', '*.mjs'],
};

export { config as 'module.exports' };
