import type { OPERATION_TRANSITIONS } from '../src/domain/operation.ts';

export function drawStates(transitions: typeof OPERATION_TRANSITIONS): string;
