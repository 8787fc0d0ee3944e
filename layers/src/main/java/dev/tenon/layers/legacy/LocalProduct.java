package dev.tenon.layers.legacy;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with a kernel of its own at each position.
 *
 * <p>tf_keras has three implementations with differently arranged kernels; each is kept as its file
 * stores it. 1: (positions, window * channels, filters). 2: (input axes…, output axes…), of which
 * only connected pairs count. 3: the connected pairs alone, ordered by output and then by input.
 */
record LocalProduct(
    LocalGrid grid,
    long channels,
    long filters,
    boolean channelsLast,
    int implementation,
    @Nullable KerasObject activation) {

  /** What a pair takes in a list, as a multiple of a number. */
  private static final long ROOM_OF_PAIR = 8;

  /** Handles to the weights. */
  record Weights(Parameter kernel, @Nullable Parameter bias) {}

  Weights build(
      Build build, @Nullable KerasObject kernel, @Nullable KerasObject bias, boolean useBias) {
    return new Weights(
        build.weight("kernel", kernelShape(), kernel),
        useBias
            ? build.weight("bias", Shape.of(grid.output()).concat(Shape.of(filters)), bias)
            : null);
  }

  private Shape kernelShape() {
    return switch (implementation) {
      case 1 ->
          Shape.of(
              LocalGrid.size(grid.output()), LocalGrid.size(grid.kernel()) * channels, filters);
      case 2 -> axes(grid.input(), channels).concat(axes(grid.output(), filters));
      case 3 -> Shape.of(pairs().size());
      default ->
          throw new IllegalArgumentException(
              "locally connected layers have the implementations 1, 2 and 3, not "
                  + implementation);
    };
  }

  /** Returns the axes of an image without batch, in the layer's order. */
  private Shape axes(long[] area, long depth) {
    Shape spatial = Shape.of(area);
    Shape last = Shape.of(depth);
    return channelsLast ? spatial.concat(last) : last.concat(spatial);
  }

  /** Returns the connected pairs of flat output and input positions, in ascending order. */
  private List<long[]> pairs() {
    List<long[]> pairs = new ArrayList<>();
    List<long[]> connections = grid.connections();
    long looks = connections.stream().mapToLong(looked -> looked.length).sum();
    TableSize.check("connected positions", ROOM_OF_PAIR, looks, channels, filters);
    long in = LocalGrid.size(grid.input());
    for (int out = 0; out < connections.size(); out++) {
      for (long position : connections.get(out)) {
        for (long c = 0; c < channels; c++) {
          for (long f = 0; f < filters; f++) {
            pairs.add(
                new long[] {
                  flat(out, f, connections.size(), filters), flat(position, c, in, channels)
                });
          }
        }
      }
    }
    pairs.sort((a, b) -> Arrays.compare(a, b));
    return pairs;
  }

  private long flat(long position, long channel, long positions, long depth) {
    return channelsLast ? position * depth + channel : channel * positions + position;
  }

  List<Value> call(Weights weights, Call call, Value x) {
    Ops ops = call.ops();
    Value kernel = call.read(weights.kernel());
    Value y = implementation == 1 ? patches(ops, x, kernel) : matrix(ops, x, kernel);
    if (weights.bias() != null) {
      Value bias = call.read(weights.bias());
      // With channels first Keras reads the same numbers in another shape; it moves none.
      y = ops.add(y, channelsLast ? bias : ops.reshape(bias, axes(grid.output(), filters)));
    }
    return List.of(NamedActivations.apply(ops, activation, y));
  }

  private Value patches(Ops ops, Value x, Value kernel) {
    Dim batch = x.shape().dim(0);
    int rank = x.rank();
    Value last = x;
    if (!channelsLast) {
      int[] perm =
          IntStream.concat(IntStream.of(0), IntStream.range(1, rank).map(i -> i % (rank - 1) + 1))
              .toArray();
      last = ops.transpose(x, perm);
    }
    long positions = LocalGrid.size(grid.input());
    Value flat = ops.reshape(last, Shape.of(batch, Dim.of(positions), Dim.of(channels)));
    long outs = LocalGrid.size(grid.output());
    long[] looked = grid.connections().stream().flatMapToLong(Arrays::stream).toArray();
    long window = looked.length / outs;
    Value index = ops.constant(Tensor.of(looked, outs, window));
    Value taken = ops.gather(flat, index, 1);
    if (!channelsLast) {
      taken = ops.transpose(taken, 0, 1, 3, 2);
    }
    Value rows = ops.reshape(taken, Shape.of(batch, Dim.of(outs), Dim.of(window * channels)));
    Value product = ops.matMul(ops.transpose(rows, 1, 0, 2), kernel);
    Value back = channelsLast ? ops.transpose(product, 1, 0, 2) : ops.transpose(product, 1, 2, 0);
    return ops.reshape(back, Shape.of(batch).concat(axes(grid.output(), filters)));
  }

  private Value matrix(Ops ops, Value x, Value kernel) {
    long in = LocalGrid.size(grid.input()) * channels;
    long out = LocalGrid.size(grid.output()) * filters;
    TableSize.check("all pairs of positions", in, out);
    Value table;
    if (implementation == 2) {
      Value all = ops.reshape(kernel, Shape.of(in, out));
      table = ops.mul(all, ops.constant(connected(in, out).cast(kernel.dtype())));
    } else {
      List<long[]> pairs = pairs();
      long[] index =
          pairs.stream()
              .flatMapToLong(pair -> Arrays.stream(new long[] {pair[1], pair[0]}))
              .toArray();
      Value zeros = ops.constant(Tensor.zeros(kernel.dtype(), in, out));
      Value at = ops.constant(Tensor.of(index, pairs.size(), 2));
      table = ops.apply(new Indexing.ScatterND("none"), zeros, at, kernel);
    }
    Value flat = ops.reshape(x, Shape.of(x.shape().dim(0), Dim.of(in)));
    Shape shape = Shape.of(x.shape().dim(0)).concat(axes(grid.output(), filters));
    return ops.reshape(ops.matMul(flat, table), shape);
  }

  private Tensor connected(long in, long out) {
    float[] table = new float[Math.toIntExact(in * out)];
    for (long[] pair : pairs()) {
      table[Math.toIntExact(pair[1] * out + pair[0])] = 1;
    }
    return Tensor.of(table, in, out);
  }
}
