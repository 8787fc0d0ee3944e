package dev.tenon.ir.pass.layout;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Graphs drawn from a seed: operators on images, mixed with all that moves axes about. */
public final class RandomImageGraph {
  private final Random random;
  private final int axes;
  private final GraphBuilder builder = new GraphBuilder("random");
  private final Ops ops = new Ops(() -> builder, () -> new Origin("layer", "Layer"));
  private final List<Value> pool = new ArrayList<>();

  private RandomImageGraph(long seed) {
    this.random = new Random(seed);
    this.axes = 1 + random.nextInt(3);
  }

  public static Graph draw(long seed) {
    return new RandomImageGraph(seed).build();
  }

  public static Tensor feed(long seed, Graph graph) {
    long[] shape = graph.inputs().get(0).shape().toLongs();
    shape[0] = 2;
    return numbers(new Random(seed + 1), shape);
  }

  private static Tensor numbers(Random random, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    return Tensor.of(values, size).reshape(shape);
  }

  private Value constant(long... shape) {
    return ops.constant(numbers(random, shape));
  }

  private Graph build() {
    List<Dim> dims = new ArrayList<>();
    dims.add(Dim.symbol("batch"));
    boolean last = random.nextBoolean();
    for (int i = 0; i < axes; i++) {
      dims.add(Dim.of(5 + i));
    }
    dims.add(last ? dims.size() : 1, Dim.of(4));
    pool.add(builder.input("x", new TensorType(DType.FLOAT32, Shape.of(dims))));
    int steps = 4 + random.nextInt(14);
    for (int i = 0; i < steps; i++) {
      Value x = pool.get(Math.max(0, pool.size() - 1 - random.nextInt(3)));
      Value y = x.rank() == axes + 2 ? image(x) : other(x);
      if (y.shape().sub(1, y.rank()).size().orMinusOne() < 1500) {
        pool.add(y);
      }
    }
    List<Value> outputs = new ArrayList<>(List.of(pool.get(pool.size() - 1)));
    if (pool.size() > 4) {
      outputs.add(pool.get(pool.size() - 3));
    }
    List<Value> named = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Value output : outputs) {
      String name = "out" + names.size();
      named.add(builder.apply(new Unary.Identity(), name, Origin.NONE, List.of(output)).get(0));
      names.add(name);
    }
    return builder.build(named, names);
  }

  private List<Long> each(long value) {
    return java.util.Collections.nCopies(axes, value);
  }

  private Value image(Value x) {
    boolean last = random.nextBoolean();
    int rank = axes + 2;
    int channelAxis = last ? rank - 1 : 1;
    long channels = x.shape().length(channelAxis);
    int firstArea = last ? 1 : 2;
    long least = 100;
    for (int i = 0; i < axes; i++) {
      least = Math.min(least, x.shape().length(firstArea + i));
    }
    int axis = 1 + random.nextInt(rank - 1);
    long length = x.shape().length(axis);
    return switch (random.nextInt(30)) {
      case 0, 1, 2 -> conv(x, last, channels, least);
      case 3 -> convTranspose(x, last, channels);
      case 4 ->
          least < 2
              ? x
              : ops.apply(
                  new Pooling.MaxPool("SAME_UPPER", 0, null, each(2), null, 0, each(2), last), x);
      case 5 ->
          ops.apply(
              new Pooling.AveragePool(
                  "NOTSET",
                  0,
                  0,
                  null,
                  each(2),
                  java.util.Collections.nCopies(2 * axes, 1L),
                  each(1),
                  last),
              x);
      case 6 -> {
        Value pooled = ops.apply(new Pooling.GlobalAveragePool(last), x);
        yield ops.mul(x, ops.sigmoid(pooled));
      }
      case 7 ->
          ops.apply(
              new Normalization.BatchNormalization(1e-3f, 0.9f, 0, last),
              x,
              constant(channels),
              constant(channels),
              constant(channels),
              ops.constant(Tensor.full(DType.FLOAT32, 1.5, channels)));
      case 8 -> ops.relu(x);
      case 9 -> ops.add(x, constant(x.shape().length(-1)));
      case 10 -> {
        long[] shape = new long[random.nextInt(rank)];
        for (int i = 0; i < shape.length; i++) {
          shape[i] = random.nextBoolean() ? 1 : x.shape().length(rank - shape.length + i);
        }
        yield ops.mul(x, constant(shape));
      }
      case 11 -> {
        Value other = partner(x);
        yield random.nextBoolean() ? ops.add(x, other) : ops.max(other, x);
      }
      case 12 -> ops.concat(axis - rank, List.of(x, partner(x)));
      case 13 -> {
        long[] pads = new long[2 * rank];
        pads[axis] = 1;
        pads[rank + random.nextInt(rank - 1) + 1] = 2;
        yield ops.apply(new Movement.Pad("constant"), x, ops.longs(pads), ops.scalar(x, 0.5));
      }
      case 14 -> length < 3 ? x : ops.slice(x, axis, 1, length, 1 + random.nextInt(2));
      case 15 -> ops.softmax(x, axis - rank);
      case 16 -> ops.mul(x, ops.reduceMean(x, true, axis, 1 + axis % (rank - 1)));
      case 17 -> ops.apply(new Reduction.ReduceMax(0, 0), x, ops.longs(axis));
      case 18 -> {
        int[] perm = new int[rank];
        for (int i = 1; i < rank; i++) {
          perm[i] = i == rank - 1 ? 1 : i + 1;
        }
        yield ops.transpose(x, perm);
      }
      case 19 -> {
        List<Value> parts = length < 2 ? List.of(x) : ops.split(x, axis, 1, length - 1);
        yield parts.get(parts.size() - 1);
      }
      case 20 -> ops.where(ops.greater(x, ops.scalar(x, 0.1)), x, partner(x));
      case 21 -> ops.apply(new Variadic.Clip(), x, ops.scalar(x, -0.5), ops.scalar(x, 0.8));
      case 22 -> {
        Value index = ops.constant(Tensor.of(new long[] {0, length - 1}, 2));
        yield ops.gather(x, index, axis);
      }
      case 23 -> flatten(x);
      case 24 -> regroup(x);
      case 25 -> ops.squeeze(ops.unsqueeze(x, axis), axis);
      case 26 -> shuffle(x, channelAxis, channels);
      case 27 -> grouped(x, x.shape().length(1));
      case 28 -> product(x);
      default ->
          axes == 2 && channels % 4 == 0 && channels < 20
              ? ops.apply(new ImageResampling.DepthToSpace(2, "DCR", last), x)
              : ops.apply(new Activations.LeakyRelu(0.3f), x);
    };
  }

  private Value partner(Value x) {
    for (Value other : pool) {
      if (other != x && other.shape().equals(x.shape()) && random.nextBoolean()) {
        return other;
      }
    }
    return ops.tanh(x);
  }

  private Value conv(Value x, boolean last, long channels, long least) {
    long group = channels % 2 == 0 && random.nextBoolean() ? 2 : 1;
    long outs = 2L * (1 + random.nextInt(3));
    long kernel = Math.min(least, 1 + random.nextInt(3));
    List<Long> shape = new ArrayList<>(each(kernel));
    if (last) {
      shape.add(channels / group);
      shape.add(outs);
    } else {
      shape.add(0, channels / group);
      shape.add(0, outs);
    }
    Convolution.Conv conv =
        new Convolution.Conv(
            random.nextBoolean() ? "SAME_UPPER" : "VALID",
            null,
            group,
            null,
            null,
            each(1 + random.nextInt(2)),
            last);
    Value w = constant(shape.stream().mapToLong(Long::longValue).toArray());
    return random.nextBoolean() ? ops.apply(conv, x, w) : ops.apply(conv, x, w, constant(outs));
  }

  private Value convTranspose(Value x, boolean last, long channels) {
    List<Long> shape = new ArrayList<>(each(2));
    if (last) {
      shape.add(3L);
      shape.add(channels);
    } else {
      shape.add(0, 3L);
      shape.add(0, channels);
    }
    Convolution.ConvTranspose conv =
        new Convolution.ConvTranspose(
            "NOTSET", null, 1, null, null, null, null, each(1 + random.nextInt(2)), last);
    Value w = constant(shape.stream().mapToLong(Long::longValue).toArray());
    return ops.apply(conv, x, w, constant(3));
  }

  private Value flatten(Value x) {
    long size = x.shape().sub(1, x.rank()).size().orMinusOne();
    Value flat =
        random.nextBoolean()
            ? ops.apply(new Movement.Flatten(1), x)
            : ops.reshape(x, Shape.of(x.shape().dim(0), Dim.of(size)));
    return ops.matMul(ops.relu(flat), constant(size, 3));
  }

  /** Takes turns between the two halves of the channels. */
  private Value shuffle(Value x, int axis, long channels) {
    if (channels % 2 != 0) {
      return ops.relu(x);
    }
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    dims.set(axis, Dim.of(channels / 2));
    dims.add(axis, Dim.of(2));
    int[] perm = new int[dims.size()];
    for (int i = 0; i < perm.length; i++) {
      perm[i] = i == axis ? axis + 1 : i == axis + 1 ? axis : i;
    }
    return ops.reshape(ops.transpose(ops.reshape(x, Shape.of(dims)), perm), x.shape());
  }

  /** Group normalization as instance normalization of three axes. */
  private Value grouped(Value x, long channels) {
    long groups = channels % 2 == 0 ? 2 : 1;
    Dim rest = Dim.of(x.shape().sub(1, x.rank()).size().orMinusOne() / groups);
    Value cut = ops.reshape(x, Shape.of(x.shape().dim(0), Dim.of(groups), rest));
    Normalization.InstanceNormalization norm =
        new Normalization.InstanceNormalization(1e-3f, false);
    Value normal = ops.apply(norm, cut, constant(groups), constant(groups));
    return ops.reshape(normal, x.shape());
  }

  /** The products of all positions, and what they weigh. */
  private Value product(Value x) {
    long channels = x.shape().length(1);
    Dim area = x.shape().sub(2, x.rank()).size();
    Value flat = ops.reshape(x, Shape.of(x.shape().dim(0), Dim.of(channels), area));
    Value weights = ops.softmax(ops.matMul(ops.transpose(flat, 0, 2, 1), flat), -1);
    Value sum = ops.matMul(flat, random.nextBoolean() ? weights : ops.transpose(weights, 0, 2, 1));
    return ops.reshape(sum, x.shape());
  }

  /** Joins two neighbouring axes. */
  private Value regroup(Value x) {
    int at = 1 + random.nextInt(x.rank() - 2);
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    dims.set(at, dims.get(at).times(dims.get(at + 1)));
    dims.remove(at + 1);
    return ops.reshape(x, Shape.of(dims));
  }

  private Value other(Value x) {
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    if (x.rank() < axes + 2) {
      if (random.nextInt(3) > 0) {
        return random.nextBoolean() ? ops.tanh(x) : ops.add(x, constant(x.shape().length(-1)));
      }
      dims.add(1 + random.nextInt(dims.size()), Dim.of(1));
      return ops.reshape(x, Shape.of(dims));
    }
    return ops.abs(x);
  }
}
