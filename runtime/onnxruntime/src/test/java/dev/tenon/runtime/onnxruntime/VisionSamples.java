package dev.tenon.runtime.onnxruntime;

import static dev.tenon.runtime.onnxruntime.OperatorSamples.fixed;
import static dev.tenon.runtime.onnxruntime.OperatorSamples.longs;

import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.op.Vision;
import dev.tenon.runtime.onnxruntime.OperatorSamples.Operand;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Small uses of operators on images, signals, caches and strings. */
final class VisionSamples {
  private static final List<Long> TWO = List.of(2L, 2L);

  private final OperatorSamples to;

  VisionSamples(OperatorSamples to) {
    this.to = to;
  }

  void addAll() {
    images();
    regions();
    signals();
    texts();
    numbers();
    to.add(new Linear.Det(), to.x(2, 3, 3));
    to.add(new RandomGenerators.Dropout(3L), to.x(2, 3), fixed(Tensor.scalar(DType.FLOAT32, 0.5)));
    to.add(new Indexing.Unique(null, 1), to.x(DType.INT64, 3, 4));
    to.add(new Indexing.Unique(1L, 0), to.x(DType.INT64, 1, 6));
    to.add(
        new Indexing.TensorScatter(-2, "linear"), to.x(2, 1, 4, 3), to.x(2, 1, 2, 3), longs(1, 2));
    to.add(new Indexing.TensorScatter(1, "circular"), to.x(2, 4, 3), to.x(2, 2, 3), longs(3, 0));
  }

  private void numbers() {
    to.add(new RandomGenerators.RandomNormal(1, 0, 1, 7f, List.of(2L, 3L)));
    to.add(new RandomGenerators.RandomNormalLike(null, 1, 2, 7f), to.x(2, 3));
    to.add(new RandomGenerators.RandomUniform(1, 3, 2, 7f, List.of(4L)));
    to.add(new RandomGenerators.RandomUniformLike(DType.FLOAT32, 1, 0, 7f), to.x(2, 3));
    to.add(new RandomGenerators.Multinomial(6, 5, 7f), to.x(2, 3));
  }

  private void images() {
    to.add(new Vision.AffineGrid(0), to.x(2, 2, 3), longs(2, 1, 3, 4));
    to.add(new Vision.AffineGrid(1), to.x(1, 3, 4), longs(1, 1, 2, 3, 2));
    to.add(new Vision.Col2Im(null, null, null), to.x(1, 8, 4), longs(3, 3), longs(2, 2));
    to.add(
        new Vision.Col2Im(null, List.of(1L, 0L, 1L, 0L), List.of(2L, 1L)),
        to.x(2, 8, 4),
        longs(2, 3),
        longs(2, 2));
    to.add(
        new Vision.DeformConv(null, 1, TWO, 1, List.of(1L, 0L, 1L, 0L), List.of(2L, 1L)),
        to.x(2, 2, 3, 3),
        to.x(3, 2, 2, 2),
        to.x(2, 8, 2, 2));
    to.add(
        new Vision.DeformConv(null, 2, TWO, 2, null, null),
        to.x(1, 4, 3, 3),
        to.x(2, 2, 2, 2),
        to.x(1, 16, 2, 2),
        to.x(2),
        to.x(1, 8, 2, 2));
    to.add(new Vision.MaxPoolPositions("NOTSET", 0, null, TWO, null, 0, TWO), to.x(1, 2, 5, 5));
    to.add(
        new Vision.MaxUnpool(TWO, null, TWO),
        to.x(1, 1, 2, 2),
        fixed(Tensor.of(new long[] {0, 3, 8, 15}, 1, 1, 2, 2)));
  }

  private void regions() {
    Operand boxes =
        fixed(
            Tensor.of(
                new float[] {0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 0, 10, 1, 11, 0, 10.1f, 1, 11.1f},
                1,
                4,
                4));
    Operand scores = fixed(Tensor.of(new float[] {0.9f, 0.75f, 0.6f, 0.95f}, 1, 1, 4));
    to.add(
        new Vision.NonMaxSuppression(0),
        boxes,
        scores,
        longs(3),
        fixed(Tensor.scalar(DType.FLOAT32, 0.5)));
    to.add(
        new Vision.MaxRoiPool(TWO, 1),
        to.x(1, 2, 5, 5),
        fixed(Tensor.of(new float[] {0, 0, 1, 3, 4}, 1, 5)));
    Operand regions = fixed(Tensor.of(new float[] {0.5f, 1, 6.3f, 5, 2, 0.2f, 7, 7}, 2, 4));
    for (String mode : List.of("avg", "max")) {
      for (String pixels : List.of("half_pixel", "output_half_pixel")) {
        to.add(
            new Vision.RoiAlign(pixels, mode, 2, 3, 2, 0.5f),
            to.x(2, 2, 4, 4),
            regions,
            longs(1, 0));
      }
    }
    to.add(
        new Vision.RoiAlign("half_pixel", "avg", 2, 2, 0, 1f),
        to.x(2, 2, 8, 8),
        regions,
        longs(1, 0));
  }

  private void signals() {
    Operand axis = fixed(Tensor.scalar(DType.INT64, 1L));
    to.add(new Signal.DFT(0, 0), to.x(2, 5, 3, 2), null, axis);
    to.add(new Signal.DFT(0, 1), to.x(2, 6, 1));
    to.add(new Signal.DFT(1, 0), to.x(2, 5, 2));
    to.add(
        new Signal.STFT(1),
        to.x(1, 16, 1),
        fixed(Tensor.scalar(DType.INT64, 4L)),
        to.x(8),
        fixed(Tensor.scalar(DType.INT64, 8L)));
    to.add(
        new Signal.MelWeightMatrix(1),
        fixed(Tensor.scalar(DType.INT64, 4L)),
        fixed(Tensor.scalar(DType.INT64, 16L)),
        fixed(Tensor.scalar(DType.INT64, 8000L)),
        fixed(Tensor.scalar(DType.FLOAT32, 0.0)),
        fixed(Tensor.scalar(DType.FLOAT32, 4000.0)));
  }

  private static Operand words(String... words) {
    return fixed(Tensor.ofStrings(words, words.length));
  }

  private void texts() {
    to.add(new Text.StringConcat(), words("a", "b"), words("c"));
    to.add(new Text.StringSplit(null, null), words("a b", "c"));
    to.add(new Text.StringSplit(",", 1L), words("a,b,c", "d"));
    to.add(new Text.RegexFullMatch("a+b"), words("aab", "ba"));
    to.add(new Text.StringNormalizer("NONE", 1, null, List.of("a")), words("a", "b", "a"));
    to.add(
        new Text.TfIdfVectorizer(
            2,
            1,
            1,
            "TFIDF",
            List.of(0L, 2L),
            List.of(0L, 1L, 2L),
            List.of(1L, 2L, 1L, 2L),
            null,
            List.of(1f, 2f, 3f)),
        fixed(Tensor.of(new long[] {1, 2, 1, 3, 2}, 5)));
  }
}
