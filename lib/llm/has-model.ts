import { configuredProviders } from './workspace-deps';

/** Whether any language model has a key. Without one the built-in answers every task, whatever its prompt says. */
export const hasModel = (): boolean => Object.keys(configuredProviders()).length > 0;
