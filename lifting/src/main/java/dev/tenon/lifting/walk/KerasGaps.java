package dev.tenon.lifting.walk;

import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.op.Vision;
import dev.tenon.lifting.functions.FunctionTable;

/** The operators that no Keras file can hold, each with what Keras lacks. */
final class KerasGaps {
  private KerasGaps() {}

  static void list(FunctionTable table) {
    String graphs =
        "runs a graph of its own; keras.ops.cond and while_loop take Python functions, which a file"
            + " does not hold";
    table.unsupported(Control.If.class, graphs);
    table.unsupported(Control.Loop.class, graphs);
    table.unsupported(Recurrent.Scan.class, graphs);
    table.unsupported(Recurrent.Recurrence.class, graphs);
    String draws =
        "draws random numbers in every run; Keras' layers draw in training only, and keras.random"
            + " is not written to a file";
    table.unsupported(RandomGenerators.Multinomial.class, draws);
    table.unsupported(RandomGenerators.RandomNormal.class, draws);
    table.unsupported(RandomGenerators.RandomNormalLike.class, draws);
    table.unsupported(RandomGenerators.RandomUniform.class, draws);
    table.unsupported(RandomGenerators.RandomUniformLike.class, draws);
    table.unsupported(StatelessRandom.StatelessRandomUniform.class, draws);
    table.unsupported(StatelessRandom.StatelessRandomNormal.class, draws);
    table.unsupported(StatelessRandom.StatelessTruncatedNormal.class, draws);
    table.unsupported(StatelessRandom.StatelessRandomGamma.class, draws);
    table.unsupported(StatelessRandom.StatelessRandomUniformInt.class, draws);
    String texts = "computes with texts, and keras.ops with numbers only";
    table.unsupported(Text.StringConcat.class, texts);
    table.unsupported(Text.StringSplit.class, texts);
    table.unsupported(Text.StringNormalizer.class, texts);
    table.unsupported(Text.RegexFullMatch.class, texts);
    table.unsupported(Text.RegexReplace.class, texts);
    table.unsupported(Text.UnicodeSplit.class, texts);
    table.unsupported(Text.StringToHashBucket.class, texts);
    table.unsupported(
        Indexing.Unique.class,
        "gives entries in another order than keras.ops.unique, and as many as differ");
    table.unsupported(
        Vision.NonMaxSuppression.class,
        "chooses as many boxes as do not overlap, one after the other; keras.ops has no such"
            + " function");
    table.unsupported(CustomOperator.Opaque.class, "is an operator that Tenon only carries along");
  }
}
