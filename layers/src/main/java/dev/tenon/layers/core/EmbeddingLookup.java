package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;

/** What Embedding and ReversibleEmbedding share. */
final class EmbeddingLookup {
  private EmbeddingLookup() {}

  /** Takes the rows of a table at positions of any type; reports the mask of those that are 0. */
  static Value rows(Call call, Value table, Value positions, boolean maskZero) {
    return call.ops().gather(table, positions(call, positions, maskZero), 0);
  }

  /** Returns positions of any type as integers; reports the mask of those that are 0. */
  static Value positions(Call call, Value positions, boolean maskZero) {
    Ops ops = call.ops();
    boolean integer = positions.dtype() == DType.INT32 || positions.dtype() == DType.INT64;
    Value at = integer ? positions : ops.cast(positions, DType.INT32);
    call.setMask(maskZero ? ops.not(ops.equal(positions, ops.scalar(positions, 0))) : null);
    return at;
  }
}
