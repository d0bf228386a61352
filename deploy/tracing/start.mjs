import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { contextManager } from './context.mjs';
import { untilStopped } from './stop.mjs';
import { traceCalls, traceRequests, traceWaits } from './spans.mjs';

// Metrics are served at METRICS_PORT, and logs are written to the standard output.
process.env.OTEL_METRICS_EXPORTER ??= 'none';
process.env.OTEL_LOGS_EXPORTER ??= 'none';

// OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come first.
const resource = defaultResource().merge(resourceFromAttributes({ 'service.name': 'todo-api' }));

const sdk = new NodeSDK({ contextManager, resource });
sdk.start();
traceRequests();
traceCalls();
traceWaits();
untilStopped(() => sdk.shutdown());
