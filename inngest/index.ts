/** Every background function: one file each in functions/. What is not listed here does not run. */
import type { InngestFunction } from 'inngest';
import { applyPlanItem } from './functions/apply-plan-item';
import { beginExperiment } from './functions/begin-experiment';
import { countExperiment } from './functions/count-experiment';
import { dealsChanged } from './functions/deals-changed';
import { endExperiment } from './functions/end-experiment';
import { exportTraining } from './functions/export-training';
import { followExperiment } from './functions/follow-experiment';
import { generateInsights } from './functions/generate-insights';
import { importCsv } from './functions/import-csv';
import { improvePrompt } from './functions/improve-prompt';
import { leadsChanged } from './functions/leads-changed';
import { loadSample } from './functions/load-sample';
import { nightly } from './functions/nightly';
import { nightlyTraining } from './functions/nightly-training';
import { refreshWorkspace } from './functions/refresh-workspace';
import { replayPrompt } from './functions/replay-prompt';
import { scoreAgain } from './functions/score-again';
import { trainModel } from './functions/train-model';
import { undoImport } from './functions/undo-import';
import { updateModel } from './functions/update-model';
import { watchExperiments } from './functions/watch-experiments';
import { watchModels } from './functions/watch-models';

export const functions: InngestFunction.Any[] = [
  applyPlanItem, beginExperiment, countExperiment, dealsChanged, endExperiment, exportTraining, followExperiment, generateInsights, importCsv, improvePrompt, leadsChanged, loadSample, nightly, nightlyTraining,
  refreshWorkspace, replayPrompt, scoreAgain, trainModel, undoImport, updateModel, watchExperiments, watchModels,
];
