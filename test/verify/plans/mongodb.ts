import mongoose from 'mongoose';
import { mostKeys, type Plan, type Probe } from './probe.ts';

interface Stage {
  stage: string;
  indexName?: string;
  inputStage?: Stage;
  inputStages?: Stage[];
}

/** An entry of the profiler: the statement as it was really run. */
interface Profiled {
  ns: string;
  client?: string;
  appName?: string;
  keysExamined?: number;
  docsExamined?: number;
  nreturned?: number;
  ndeleted?: number;
  nModified?: number;
  planSummary?: string;
  execStats?: Stage;
}

const APP_NAME = 'verify-plans';
/** Stages that read all of a collection, or hold a list in memory to sort it; SORT_MERGE is neither. */
const REFUSED = new Set(['COLLSCAN', 'SORT', 'SORT_KEY_GENERATOR']);

const stagesOf = (stage: Stage): Stage[] => [
  stage,
  ...[...(stage.inputStages ?? []), ...(stage.inputStage ? [stage.inputStage] : [])].flatMap(stagesOf),
];

const textOf = ({ stage, indexName, inputStage, inputStages = [] }: Stage): string => {
  const inputs = [...inputStages, ...(inputStage ? [inputStage] : [])].map(textOf);
  const name = indexName ? `${stage} ${indexName}` : stage;
  if (inputs.length === 0) return name;
  return inputs.length === 1 ? `${name} < ${inputs.join()}` : `${name} (${inputs.join(' + ')})`;
};

function planOf(entry: Profiled): Plan {
  const { keysExamined: keys = 0, docsExamined: documents = 0, planSummary = '', execStats } = entry;
  const returned = entry.nreturned ?? entry.ndeleted ?? entry.nModified ?? 0;
  const stages = execStats ? stagesOf(execStats).map(({ stage }) => stage) : planSummary.split(/[ ,{]+/, 1);
  const faults = stages.filter((stage) => REFUSED.has(stage));
  const most = mostKeys(returned);
  if (keys > most) faults.push(`${keys} keys for ${returned}`);
  if (documents > most) faults.push(`${documents} documents for ${returned}`);
  return { text: execStats ? textOf(execStats) : planSummary, faults, keys };
}

/** The probe of a database: its profiler keeps how each statement was run. */
export async function mongodbProbe(uri: string): Promise<Probe> {
  const client = await new mongoose.mongo.MongoClient(uri, { appName: APP_NAME }).connect();
  const db = client.db();
  return {
    engine: 'mongodb',
    watch: async (work) => {
      await db.command({ profile: 0 });
      await db.dropCollection('system.profile').catch(() => false);
      await db.command({ profile: 2 });
      await work();
      await db.command({ profile: 0 });
      const entries = await db
        .collection<Profiled>('system.profile')
        .find({ planSummary: { $exists: true } })
        .toArray();
      return entries.filter(({ client: by, appName }) => by && appName !== APP_NAME).map(planOf);
    },
    dropIndexes: async () => {
      for (const { name } of await db.listCollections({ type: 'collection' }).toArray()) {
        if (!name.startsWith('system.')) await db.collection(name).dropIndexes();
      }
    },
    close: () => client.close(),
  };
}
