/** How sure advice is, by its lead: the figures of rules/confidence.yaml. */

/** Logistic curve over the lead, 1 / (1 + exp(−(intercept + slope · lead))). */
export interface ConfidenceCurve {
  readonly intercept: number;
  readonly slope: number;
}

/** How often advice with a given lead agreed with what teams really did; made by `npm run calibrate`. */
export interface ConfidenceModel {
  /** Log odds for one point of stated weight; see `leadOf`. */
  readonly scale: number;
  readonly strict: ConfidenceCurve;
  readonly fair: ConfidenceCurve;
  /** The lead beyond which too few decisions were seen; a greater one counts as this. Absent: no limit. */
  readonly greatest?: number | undefined;
  /** The share of strict agreement from which a level starts, 0 to 1; below `likely` advice is `close`. */
  readonly levels: { readonly clear: number; readonly likely: number };
  /** Number of published decisions that it rests on. */
  readonly cases: number;
}
