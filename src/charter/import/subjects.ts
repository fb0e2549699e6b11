import type { Subject } from '../vocabulary/codes.js';

export const ofChampion = (champion: string): Subject => ({ champion, actionPlan: null, commitment: null });
export const ofPlan = (actionPlan: string): Subject => ({ champion: null, actionPlan, commitment: null });
export const ofCommitment = (commitment: string): Subject => ({ champion: null, actionPlan: null, commitment });
