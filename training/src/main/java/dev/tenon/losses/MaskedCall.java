package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call that keeps the mask which a loss reports. */
public final class MaskedCall implements LossCall {
  private final Ops ops;
  private final Function<Value, @Nullable OperatorNode> producer;
  private @Nullable Value counted;

  /** Creates a call on operators and what gives a value. */
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

  /** Returns which losses count; null where all do. */
  public @Nullable Value counted() {
    return counted;
  }
}
