package dev.tenon.ir.lower;

/** What a step of training computes a second time for its gradients. */
enum Recomputation {
  /** Nothing: all values are kept. */
  NOTHING,
  /** The values of activation functions. */
  ACTIVATIONS,
  /** All values but random ones and variables. */
  ALL
}
