/** Relative addresses work under any prefix. Without inline scripts, the policy below need not allow any. */
export const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Todo API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png" />
    <style>
      /* The document has no links. On a phone, a table that does not fit scrolls in its own box. */
      .swagger-ui .response-col_links { display: none; }
      @media (max-width: 640px) {
        .swagger-ui table.responses-table { table-layout: fixed; }
        .swagger-ui .response-col_status { width: 4em; }
        .swagger-ui .response-col_description > div { overflow-x: auto; }
        .swagger-ui .parameters-col_description { overflow-wrap: anywhere; }
      }
    </style>
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/init.js"></script>
  </body>
</html>
`;

/**
 * Swagger UI fills in the first example of a parameter. It would so send every optional parameter, and no first try would
 * list all todos; so the page shows their examples as text. `validatorUrl: null` stops it from sending the address of the
 * document to a validator on the web.
 */
export const INIT = `const exampleAsText = (key, part) => {
  if (!part?.in || !part.examples) return part;
  const { examples, description, ...parameter } = part;
  const [{ value }] = Object.values(examples);
  return { ...parameter, description: description + '; for example <code>' + value + '</code>' };
};
const withoutExamples = (update) => (document) => update(JSON.parse(JSON.stringify(document), exampleAsText));

SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  persistAuthorization: true,
  validatorUrl: null,
  plugins: [() => ({ statePlugins: { spec: { wrapActions: { updateJsonSpec: withoutExamples } } } })],
});
`;

/** The page may only load from and call its own origin. Swagger UI needs inline styles. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
