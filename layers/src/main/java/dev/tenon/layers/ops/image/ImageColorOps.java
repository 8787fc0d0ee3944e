package dev.tenon.layers.ops.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.ImageFunctions;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.nn.NeuralOps;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.BiFunction;

/** Functions of {@code keras.ops.image} on the colors of pixels. */
public final class ImageColorOps {
  private static final float[] SOBEL = {
    -1, -2, -1, 0, 0, 0, 1, 2, 1,
    -1, 0, 1, -2, 0, 2, -1, 0, 1
  };

  private ImageColorOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("RGBToGrayscale", "", "images data_format", args -> List.of(grey(args)));
    table.add(
        "RGBToHSV",
        "",
        "images data_format",
        args -> List.of(each(args, 1, real(args), ImageFunctions::hsv)));
    table.add(
        "HSVToRGB",
        "",
        "images data_format",
        args -> List.of(each(args, 1, real(args), ImageFunctions::rgb)));
    table.add(
        "GaussianBlur", "", "images kernel_size sigma data_format", args -> List.of(blur(args)));
    table.add("SobelEdges", "", "images data_format", args -> List.of(edges(args)));
    table.add(
        "SSIM",
        "",
        "image1 image2 max_val filter_size filter_sigma k1 k2 data_format",
        args -> List.of(likeness(args)));
  }

  /** Changes images, or one image without a batch. */
  static Value each(
      OpArgs args, int format, Value x, BiFunction<ImageFunctions, Value, Value> change) {
    Ops ops = args.ops();
    if (x.rank() != 3 && x.rank() != 4) {
      throw args.refuse("takes images of 3 or 4 axes, not " + x.shape());
    }
    ImageFunctions functions = new ImageFunctions(ops, NeuralOps.last(args, format));
    boolean single = x.rank() == 3;
    Value y = change.apply(functions, single ? ops.unsqueeze(x, 0) : x);
    return single ? ops.squeeze(y, 0) : y;
  }

  private static Value real(OpArgs args) {
    Value x = args.value(0);
    if (!x.dtype().isFloating()) {
      throw args.refuse("takes fractions, not " + x.dtype());
    }
    return x;
  }

  private static Value grey(OpArgs args) {
    Value x = args.value(0);
    return args.ops().cast(each(args, 1, args.real(0), ImageFunctions::grey), x.dtype());
  }

  private static Value blur(OpArgs args) {
    List<Long> size = args.has(1) ? NeuralOps.spatial(args, 1, 2, true) : List.of(3L, 3L);
    double[] sigma = {1, 1};
    if (args.has(2)) {
      Tensor given = Constants.tensor(args, args.required(2));
      sigma = new double[] {given.getDouble(0), given.getDouble(given.size() - 1)};
    }
    double[] widths = sigma;
    return each(args, 3, real(args), (f, x) -> f.blurred(x, size.get(0), size.get(1), widths));
  }

  /** Returns (batch · channels, 1, h, w). */
  private static Value single(Ops ops, Value x, boolean last) {
    Value apart = last ? ops.transpose(x, 0, 3, 1, 2) : x;
    Shape shape = apart.shape();
    Value lengths =
        ops.concat(0, List.of(ops.longs(-1, 1), ops.length(apart, 2), ops.length(apart, 3)));
    return ops.applyAs(
        Shape.of(shape.dim(0).times(shape.dim(1)), Dim.of(1), shape.dim(2), shape.dim(3)),
        new Movement.Reshape(0),
        apart,
        lengths);
  }

  private static Value slide(Ops ops, Value x, Value kernel) {
    Shape shape = kernel.shape();
    List<Long> lengths = List.of(shape.length(2), shape.length(3));
    return ops.apply(new Convolution.Conv("VALID", null, 1, lengths, null, null, false), x, kernel);
  }

  private static Value edges(OpArgs args) {
    Ops ops = args.ops();
    Value x = real(args);
    boolean last = NeuralOps.last(args, 1);
    if (x.rank() != 4) {
      throw args.refuse("takes images of 4 axes, not " + x.shape());
    }
    Value wide =
        ops.apply(
            new Movement.Pad("reflect"), single(ops, x, last), ops.longs(0, 0, 1, 1, 0, 0, 1, 1));
    Value kernel = ops.cast(ops.constant(Tensor.of(SOBEL, 2, 1, 3, 3)), x.dtype());
    Value both = slide(ops, wide, kernel);
    Value apart = last ? ops.transpose(x, 0, 3, 1, 2) : x;
    Shape shape = apart.shape();
    Shape pairs = shape.sub(0, 2).concat(Shape.of(2)).concat(shape.sub(2, 4));
    Value five = ops.applyAs(pairs, new Movement.Reshape(0), both, ops.shapeOf(apart, pairs));
    return last ? ops.transpose(five, 0, 3, 4, 1, 2) : ops.transpose(five, 0, 1, 3, 4, 2);
  }

  private static Value likeness(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(0);
    boolean last = NeuralOps.last(args, 7);
    boolean batched = given.rank() == 4;
    Value a = single(ops, batched ? args.real(0) : ops.unsqueeze(args.real(0), 0), last);
    Value b = single(ops, batched ? args.real(1) : ops.unsqueeze(args.real(1), 0), last);
    Value kernel = bell(args, a.dtype());
    double c1 = Math.pow(args.number(5, 0.01) * args.number(2, 1), 2);
    double c2 = Math.pow(args.number(6, 0.03) * args.number(2, 1), 2);
    Value meanA = slide(ops, a, kernel);
    Value meanB = slide(ops, b, kernel);
    Value squareA = ops.mul(meanA, meanA);
    Value squareB = ops.mul(meanB, meanB);
    Value product = ops.mul(meanA, meanB);
    Value varianceA = ops.sub(slide(ops, ops.mul(a, a), kernel), squareA);
    Value varianceB = ops.sub(slide(ops, ops.mul(b, b), kernel), squareB);
    Value covariance = ops.sub(slide(ops, ops.mul(a, b), kernel), product);
    Value above = ops.mul(ops.add(ops.mul(product, 2), c1), ops.add(ops.mul(covariance, 2), c2));
    Value below =
        ops.mul(ops.add(ops.add(squareA, squareB), c1), ops.add(ops.add(varianceA, varianceB), c2));
    Value each = ops.reduceMean(ops.div(above, below), false, 1, 2, 3);
    Dim channels = given.shape().dim(last ? given.rank() - 1 : given.rank() - 3);
    if (!channels.isKnown()) {
      throw args.refuse("needs a known number of channels, not " + given.shape());
    }
    Dim batch = batched ? given.shape().dim(0) : Dim.of(1);
    Value rows =
        ops.applyAs(
            Shape.of(batch, channels),
            new Movement.Reshape(0),
            each,
            ops.longs(-1, channels.orMinusOne()));
    Value mean = ops.reduceMean(rows, false, 1);
    return ops.cast(batched ? mean : ops.squeeze(mean, 0), given.dtype());
  }

  private static Value bell(OpArgs args, DType type) {
    int size = Math.toIntExact(args.whole(3, 11));
    double sigma = args.number(4, 1.5);
    if (size < 1 || size > 1000) {
      throw args.refuse("has a filter of " + size + " entries");
    }
    double[] bell = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double far = i - (size - 1) / 2.0;
      bell[i] = Math.exp(-far * far / (2 * sigma * sigma));
      sum += bell[i];
    }
    double[] kernel = new double[size * size];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = bell[i / size] * bell[i % size] / (sum * sum);
    }
    return args.ops().constant(Tensor.of(kernel, 1, 1, size, size).cast(type));
  }
}
