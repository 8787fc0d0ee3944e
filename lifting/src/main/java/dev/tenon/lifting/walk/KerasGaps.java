package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.op.Vision;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators that no Keras file can hold, each with what Keras lacks. */
public final class KerasGaps {
  private static final Map<Class<? extends Operator>, String> REASONS = new HashMap<>();

  static {
    String graphs =
        "runs a graph of its own; keras.ops.cond and while_loop take Python functions, which a file"
            + " does not hold";
    unsupported(Control.If.class, graphs);
    unsupported(Control.Loop.class, graphs);
    unsupported(Recurrent.Scan.class, graphs);
    unsupported(Recurrent.Recurrence.class, graphs);
    String draws =
        "draws random numbers in every run; Keras' layers draw in training only, and keras.random"
            + " is not written to a file";
    unsupported(RandomGenerators.Multinomial.class, draws);
    unsupported(RandomGenerators.RandomNormal.class, draws);
    unsupported(RandomGenerators.RandomNormalLike.class, draws);
    unsupported(RandomGenerators.RandomUniform.class, draws);
    unsupported(RandomGenerators.RandomUniformLike.class, draws);
    unsupported(StatelessRandom.StatelessRandomUniform.class, draws);
    unsupported(StatelessRandom.StatelessRandomNormal.class, draws);
    unsupported(StatelessRandom.StatelessTruncatedNormal.class, draws);
    unsupported(StatelessRandom.StatelessRandomGamma.class, draws);
    unsupported(StatelessRandom.StatelessRandomUniformInt.class, draws);
    String texts = "computes with texts, and keras.ops with numbers only";
    unsupported(Text.StringConcat.class, texts);
    unsupported(Text.StringSplit.class, texts);
    unsupported(Text.StringNormalizer.class, texts);
    unsupported(Text.RegexFullMatch.class, texts);
    unsupported(Text.RegexReplace.class, texts);
    unsupported(Text.UnicodeSplit.class, texts);
    unsupported(Text.StringToHashBucket.class, texts);
    unsupported(
        Indexing.Unique.class,
        "gives entries in another order than keras.ops.unique, and as many as differ");
    unsupported(
        Vision.NonMaxSuppression.class,
        "chooses as many boxes as do not overlap, one after the other; keras.ops has no such"
            + " function");
    unsupported(CustomOperator.Opaque.class, "is an operator that Tenon only carries along");
  }

  private KerasGaps() {}

  private static void unsupported(Class<? extends Operator> operator, String reason) {
    if (REASONS.put(operator, reason) != null) {
      throw new IllegalStateException("two reasons for " + operator.getSimpleName());
    }
  }

  /** Returns what Keras lacks, as the rest of a sentence; null where it holds the operator. */
  static @Nullable String reason(Class<? extends Operator> operator) {
    return REASONS.get(operator);
  }

  static @Nullable String reason(Operator operator) {
    return reason(operator.getClass());
  }
}
