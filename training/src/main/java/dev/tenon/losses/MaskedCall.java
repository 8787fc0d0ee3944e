package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A loss call that keeps the mask reported by the loss. */
public final class MaskedCall implements LossCall {
  private final Ops ops;
  private final Function<Value, @Nullable OperatorNode> producer;
  private @Nullable Value counted;

  /**
   * Creates a call.
   *
   * @param ops the operators
   * @param producer the operator that computes a value; null for an input
   */
  public MaskedCall(Ops ops, Function<Value, @Nullable OperatorNode> producer) {
    this.ops = ops;
    this.producer = producer;
  }

  @Override
  public Ops ops() {
    return ops;
  }

  @Override
  public @Nullable OperatorNode producer(Value value) {
    return producer.apply(value);
  }

  @Override
  public void mask(Value which) {
    counted = counted == null ? which : ops.and(counted, which);
  }

  /** Returns the losses that count, bool; null for all. */
  public @Nullable Value counted() {
    return counted;
  }
}
