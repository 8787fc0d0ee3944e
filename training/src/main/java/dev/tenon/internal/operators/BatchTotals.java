package dev.tenon.internal.operators;

import dev.tenon.ir.graph.Value;

/** Makes of what one process has of a batch what all have of it together. */
public interface BatchTotals {
  /** One process has the whole batch. */
  BatchTotals WHOLE =
      new BatchTotals() {
        @Override
        public Value sum(Value part) {
          return part;
        }

        @Override
        public Value mean(Value part) {
          return part;
        }
      };

  /** Returns the sum of a scalar over all processes. */
  Value sum(Value part);

  /** Returns the mean of a scalar over all processes, each weighted by its number of samples. */
  Value mean(Value part);
}
