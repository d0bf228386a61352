import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { RULES } from './prometheus.ts';

interface Rule {
  record?: string;
  alert?: string;
  expr: string;
}

interface Target {
  expr: string;
}

interface Dashboard {
  panels: { title: string; targets?: Target[] }[];
  annotations: { list: { name: string; expr: string }[] };
}

/** A query, and where it stands. */
export interface Query {
  where: string;
  text: string;
  /** Whether it finds nothing while all is well. */
  mayBeEmpty?: boolean;
}

const DASHBOARD = 'deploy/grafana/todo-api.json';
/** An alert is a value, an operator and a number. */
const THRESHOLD = / (?:>|<|==) [\d.]+$/;

const rules = (): Rule[] =>
  RULES.flatMap((path) => (parse(readFileSync(path, 'utf8')) as { groups: { rules: Rule[] }[] }).groups).flatMap(
    (group) => group.rules,
  );

/** The names of the alerts. */
export const alerts = (): string[] => rules().flatMap(({ alert }) => alert ?? []);

/** The queries of the recording rules, and the values that the alerts compare. */
const ofRules = (): Query[] =>
  rules().map(({ alert, record = alert, expr }) => ({
    where: record ?? '',
    text: alert === undefined ? expr : expr.replace(THRESHOLD, ''),
    mayBeEmpty: expr.startsWith('absent('),
  }));

/** The queries of the dashboard, with what Grafana puts in the place of its variables. */
function ofDashboard(): Query[] {
  const { panels, annotations } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
  const ofPanels = panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ where: title, text: expr })),
  );
  const marks = annotations.list.map(({ name, expr }) => ({ where: name, text: expr, mayBeEmpty: true }));
  return [...ofPanels, ...marks].map((query) => ({
    ...query,
    text: query.text.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*'),
  }));
}

/** Every query that we publish. */
export const queries = (): Query[] => [...ofRules(), ...ofDashboard()];
