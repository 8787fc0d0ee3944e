package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import java.util.function.Supplier;

/** One step of an optimizer while it is written: what it may ask and where it reports changes. */
public interface OptimizerStep {
  /** Returns the operators to compute with. */
  Ops ops();

  /** Returns the learning rate of this step, a scalar of float32. */
  Value learningRate();

  /** Returns the number of this step, from 1, as a scalar of float32: {@code iterations + 1}. */
  Value number();

  /**
   * Returns what was computed under a name in this step; computes it at first.
   *
   * <p>It must not depend on a weight.
   */
  Value once(String name, Supplier<Value> value);

  /** Returns the content of a weight, changes of this step included. */
  Value read(Parameter weight);

  /** Reports what a weight becomes. */
  void assign(Parameter weight, Value value);

  /** Returns the slot of a weight, to hand it to a kernel. */
  Parameter slot(Parameter weight, String name);

  /** Returns the content of a slot, changes of this step included. */
  Value readSlot(Parameter weight, String name);

  /** Reports what a slot becomes. */
  void assignSlot(Parameter weight, String name, Value value);

  /** Returns the content of a variable that all weights share, changes of this step included. */
  Value readShared(String name);

  /** Reports what a variable becomes that all weights share. */
  void assignShared(String name, Value value);

  /**
   * Says whether a weight may be updated by a kernel of the engine, which is so where nothing else
   * changes the weight in the same step.
   */
  boolean mayFuse(Parameter weight);

  /** Reports that a kernel updates a weight and its slots. */
  @SuppressWarnings("exports")
  void fuse(FusedUpdate update);
}
