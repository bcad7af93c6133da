/**
 * Which trigger conditions hold for one model or package: decided from how the project reaches it, what it publishes, and what it declares.
 * What decides and is not declared stays `undeclared`: nothing is met because nobody said otherwise.
 */

import type { Evidence, IdentifiedModel, Route } from '../types/model.ts';
import type { PublishedModel } from '../types/reference.ts';
import type { Declared } from '../types/result.ts';
import type { Trigger } from '../types/rules.ts';

/** State of one condition, with the reason. */
export interface TriggerState {
  state: 'yes' | 'no' | 'undeclared';
  why: string;
  evidence: Evidence[];
}

const yes = (why: string, evidence: Evidence[] = []): TriggerState => ({ state: 'yes', why, evidence });
const no = (why: string): TriggerState => ({ state: 'no', why, evidence: [] });
const ask = (why: string): TriggerState => ({ state: 'undeclared', why, evidence: [] });

const ORDER = { no: 0, undeclared: 1, yes: 2 } as const;
/** The strongest of several states: one way that triggers a duty is enough. */
export function anyOf(states: readonly TriggerState[]): TriggerState {
  return states.length === 0 ? no('no condition') : states.reduce((a, b) => (ORDER[b.state] > ORDER[a.state] ? b : a));
}
/** The weakest of several states: all conditions must hold. */
export function allOf(states: readonly TriggerState[]): TriggerState {
  return states.length === 0 ? yes('no condition') : states.reduce((a, b) => (ORDER[b.state] < ORDER[a.state] ? b : a));
}

const HANDS_OUT = new Set(['distributed', 'library', 'container']);

/** Whether the product hands copies to others, by its declaration. */
export function handsOutCopies(declared: Declared): TriggerState {
  const ships = declared.ships;
  if (ships === undefined) return ask('`project.ships` does not say how the product reaches its users');
  const way = ships.find((one) => HANDS_OUT.has(one));
  return way === undefined ? no(`the product is ${ships.join(', ')}: no copies are handed out`) : yes(`the product ships as ${way}`);
}

/** Whether others use the product over a network. */
export function servesOthers(declared: Declared): TriggerState {
  const ships = declared.ships;
  if (ships === undefined) return ask('`project.ships` does not say whether others use the product over a network');
  return ships.includes('saas') ? yes('the product is offered as a service') : no(`the product is ${ships.join(', ')}, not a service`);
}

function fact(declared: Declared, name: string, yesText: string): TriggerState {
  const value = declared[name];
  if (value === undefined) return ask(`\`project.${name}\` is not declared`);
  return value === true ? yes(yesText) : no(`\`project.${name}\` is ${JSON.stringify(value)}`);
}

/** What the decision depends on besides the declaration. */
export interface TriggerSubject {
  model: IdentifiedModel;
  /** Models of the project that are made from this one. */
  madeFrom: PublishedModel[];
  /** The licence belongs to an ancestor of the model: handing the model out hands out a derivative. */
  ancestor: boolean;
}

function weightsDistribution(routes: readonly Route[], declared: Declared): TriggerState {
  const states = routes.map(({ channel }) => {
    if (channel === 'bundled') {
      const copies = handsOutCopies(declared);
      return copies.state === 'yes' ? yes(`the weights lie in the project, and ${copies.why}`) : copies;
    }
    if (channel === 'build-download') {
      const copies = handsOutCopies(declared);
      return copies.state === 'yes' ? yes(`the weights are fetched into what is built, and ${copies.why}`) : copies;
    }
    return no(
      channel === 'runtime-download'
        ? 'the weights are fetched when the program runs, by whoever runs it'
        : 'the weights stay with the host',
    );
  });
  return anyOf(states);
}

function serving(routes: readonly Route[], declared: Declared): TriggerState {
  const states = routes.map(({ channel }) => {
    if (channel === 'vendor-api') return no('the vendor serves the model');
    if (channel !== 'hosted-open') return servesOthers(declared);
    const offered = servesOthers(declared);
    return offered.state === 'no'
      ? offered
      : ask('a host serves the weights: whether the product then contains the model needs a judgement');
  });
  return anyOf(states);
}

function derivativeDistribution({ model, madeFrom, ancestor }: TriggerSubject, declared: Declared): TriggerState {
  const states: TriggerState[] = [];
  const made = madeFrom[0];
  if (made) {
    states.push(yes(`the project publishes ${made.name}, made from it`, [{ source: 'project', path: made.path, line: made.line }]));
  }
  if (ancestor) states.push(weightsDistribution(routesOf(model), declared));
  const trained = model.references.find((one) => one.usage === 'train' && one.used);
  if (trained) {
    const published = declared.publishesModels;
    if (published === undefined)
      states.push(ask('the project trains from it; `project.publishesModels` does not say whether the result is handed out'));
    else if (published.length > 0) states.push(yes('the project trains from it and publishes models', [at(trained)]));
  }
  return states.length > 0 ? anyOf(states) : no('nothing made from it is handed out');
}

const at = ({ path, line }: { path: string; line: number }): Evidence => ({ source: 'project', path, line });

/** All routes of a model, also of one that was identified without them. */
export function routesOf(model: IdentifiedModel): readonly Route[] {
  return model.routes ?? [{ channel: model.channel, ...(model.provider === undefined ? {} : { provider: model.provider }) }];
}

/** State of a condition for the weights of a model, or for the terms of its host. */
export function modelTrigger(trigger: Trigger, subject: TriggerSubject, declared: Declared): TriggerState {
  const { model } = subject;
  const routes = routesOf(model);
  switch (trigger) {
    case 'always':
      return yes('the project uses the model');
    case 'distribute-weights':
      return weightsDistribution(routes, declared);
    // For weights, source and compiled form are the same file.
    case 'distribute-source':
    case 'distribute-binary':
      return anyOf([weightsDistribution(routes, declared), derivativeDistribution(subject, declared)]);
    case 'distribute-derivative':
      return derivativeDistribution(subject, declared);
    case 'modify':
      return modifies(subject, declared);
    case 'serve':
      return serving(routes, declared);
    case 'use-output':
      return yes('whoever runs a model uses its output');
    case 'third-party-models':
      return routes.some((route) => (route.vendor !== undefined && !route.alone) || route.channel === 'hosted-open')
        ? yes('the host serves models of other makers')
        : no('the host serves its own models');
    case 'preview':
      return /preview|beta|experimental|-exp\b/i.test(model.name) ? yes('the name says preview') : no('the name does not say preview');
    case 'publish-results':
    case 'benchmark': {
      const evaluated = model.references.find((one) => one.scope === 'evaluation');
      return evaluated
        ? ask('the project evaluates the model; nothing says whether results are published')
        : declaredTrigger(trigger, declared);
    }
    default:
      return declaredTrigger(trigger, declared);
  }
}

function modifies({ model, madeFrom }: TriggerSubject, declared: Declared): TriggerState {
  const made = madeFrom[0];
  if (made) return yes(`the project makes ${made.name} from it`, [at(made)]);
  const trained = model.references.find((one) => one.usage === 'train' && one.used);
  if (trained) return yes('the project trains from it', [at(trained)]);
  return declared['modifiesModels'] === true
    ? ask('`project.modifiesModels` is true; which models are changed is not declared')
    : no('nothing in the project changes the weights');
}

/** Conditions that only a declaration can answer. */
export function declaredTrigger(trigger: Trigger, declared: Declared): TriggerState {
  switch (trigger) {
    case 'train-on-output':
      return fact(declared, 'trainsOnOutputs', 'outputs train other models');
    case 'show-output':
      return fact(declared, 'showsOutputs', 'outputs are shown to users');
    case 'consumer-facing':
      return fact(declared, 'consumerFacing', 'consumers use the product');
    case 'high-risk-decision':
      return fact(declared, 'highRiskDecisions', 'outputs take part in high-risk decisions');
    case 'minors':
      return fact(declared, 'usersUnder18', 'minors use the product');
    case 'health-data':
      return fact(declared, 'healthData', 'health data is processed');
    case 'code-generation':
      return fact(declared, 'generatesCode', 'code is generated');
    case 'security-testing':
      return fact(declared, 'securityTesting', 'the model is used for security testing');
    case 'free-tier':
      return fact(declared, 'freeTier', 'the free tier is used');
    case 'publish-results':
      return fact(declared, 'publishesResults', 'results are published');
    case 'benchmark':
      return fact(declared, 'publishesBenchmarks', 'benchmarks are published');
    case 'china-public-service': {
      const places = declared.territories;
      if (places === undefined) return ask('`project.territories` is not declared');
      return places.includes('CN') ? ask('offered in CN; whether to the public is not declared') : no(`offered in ${places.join(', ')}`);
    }
    default:
      return ask('depends on a fact that no declaration covers');
  }
}
