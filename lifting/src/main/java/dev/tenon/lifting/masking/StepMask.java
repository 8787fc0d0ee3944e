package dev.tenon.lifting.masking;

import dev.tenon.ir.graph.Value;

/** Which steps of a sequence count: a mask (batch, time) as a layer of Keras makes it. */
public sealed interface StepMask {
  /**
   * Token ids that are not 0, as Embedding with {@code mask_zero} has it.
   *
   * @param ids the ids (batch, time)
   */
  record Ids(Value ids) implements StepMask {}

  /**
   * Entries that have another feature than a number, as Masking has it.
   *
   * @param sequence the entries (batch, time, features)
   */
  record Entries(Value sequence, double number) implements StepMask {}

  /**
   * A mask that is fed.
   *
   * @param input booleans (batch, time)
   */
  record Given(Value input) implements StepMask {}

  /** Masks that are joined; the generations of Keras do that otherwise. */
  record Mixed() implements StepMask {}
}
