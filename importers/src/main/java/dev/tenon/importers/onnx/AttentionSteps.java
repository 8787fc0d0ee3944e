package dev.tenon.importers.onnx;

import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that write attention and rotary positions in plain operators. */
final class AttentionSteps {
  private static final int MASK = 3;
  private static final int PAST_KEY = 4;
  private static final int PAST_VALUE = 5;
  private static final int LENGTHS = 6;

  private AttentionSteps() {}

  static void register(Steps.Registry steps) {
    steps.add("Attention", 23, AttentionSteps::attention);
    steps.add("RotaryEmbedding", 23, AttentionSteps::rotary);
  }

  private static List<Value> attention(NodeDraft node) {
    Ops ops = node.ops;
    boolean flat = node.rank(0) == 3;
    long heads = flat ? node.integer("q_num_heads", 1) : node.length(0, 1);
    long sharedHeads = flat ? node.integer("kv_num_heads", 1) : node.length(1, 1);
    Value query = flat ? heads(node, 0, heads) : node.input(0);
    Value key = flat ? heads(node, 1, sharedHeads) : node.input(1);
    Value value = flat ? heads(node, 2, sharedHeads) : node.input(2);
    Value before = null;
    if (node.has(PAST_KEY)) {
      before = ops.length(node.input(PAST_KEY), 2);
      key = ops.concat(2, List.of(node.input(PAST_KEY), key));
      value = ops.concat(2, List.of(node.input(PAST_VALUE), value));
    }
    Value presentKey = key;
    Value presentValue = value;
    double size = node.ranked(query).length(3);
    double scale = Math.sqrt(node.number("scale", (float) (1 / Math.sqrt(size))));
    Value repeated = repeat(ops, key, heads / sharedHeads);
    Value scores =
        ops.matMul(ops.mul(query, scale), ops.mul(ops.transpose(repeated, 0, 1, 3, 2), scale));
    Value plain = scores;
    Value bias = bias(node, query, key, before);
    if (bias != null) {
      scores = ops.add(scores, ops.cast(bias, scores.dtype()));
    }
    Value biased = scores;
    float cap = node.number("softcap", 0);
    if (cap > 0) {
      scores = ops.mul(ops.tanh(ops.div(scores, cap)), cap);
    }
    Value capped = scores;
    Value weights = softmax(node, scores);
    Value result = ops.matMul(weights, repeat(ops, value, heads / sharedHeads));
    if (flat) {
      Value back = ops.transpose(result, 0, 2, 1, 3);
      Shape shape =
          Shape.of(back.shape().dim(0), back.shape().dim(1), back.shape().dim(3).times(heads));
      result = ops.applyAs(shape, new Movement.Reshape(0), back, ops.longs(0, 0, -1));
    }
    Value shown =
        switch ((int) node.integer("qk_matmul_output_mode", 0)) {
          case 0 -> plain;
          case 1 -> biased;
          case 2 -> capped;
          default -> weights;
        };
    return List.of(result, presentKey, presentValue, shown);
  }

  private static Value softmax(NodeDraft node, Value scores) {
    long precision = node.integer("softmax_precision", 0);
    if (precision == 0) {
      return node.ops.softmax(scores, -1);
    }
    DType wide = OnnxFile.dtype((int) precision);
    return node.ops.cast(node.ops.softmax(node.ops.cast(scores, wide), -1), scores.dtype());
  }

  /** Brings (batch, time, heads * size) to (batch, heads, time, size). */
  private static Value heads(NodeDraft node, int input, long heads) {
    Value x = node.input(input);
    Shape shape = node.ranked(x);
    Dim size = shape.dim(2).floorDiv(heads);
    Value split =
        node.ops.applyAs(
            Shape.of(shape.dim(0), shape.dim(1), Dim.of(heads), size),
            new Movement.Reshape(0),
            x,
            node.ops.longs(0, 0, heads, size.orMinusOne()));
    return node.ops.transpose(split, 0, 2, 1, 3);
  }

  /** Repeats each head, so that several heads of the query share one. */
  private static Value repeat(Ops ops, Value x, long times) {
    if (times == 1) {
      return x;
    }
    Shape shape = x.shape();
    Value wide = ops.apply(new Movement.Tile(), ops.unsqueeze(x, 2), ops.longs(1, 1, times, 1, 1));
    Shape all = Shape.of(shape.dim(0), shape.dim(1).times(times), shape.dim(2), shape.dim(3));
    Value target =
        ops.concat(
            0,
            List.of(
                ops.longs(0),
                ops.longs(all.dim(1).orMinusOne()),
                ops.length(x, 2),
                ops.length(x, 3)));
    return ops.applyAs(all, new Movement.Reshape(0), wide, target);
  }

  /** What is added to the scores: the mask, and minus infinity for what must not be seen. */
  private static @Nullable Value bias(
      NodeDraft node, Value query, Value key, @Nullable Value before) {
    Ops ops = node.ops;
    DType type = query.dtype();
    List<Value> parts = new ArrayList<>();
    if (node.has(MASK)) {
      parts.add(mask(node, key, type));
    }
    if (node.integer("is_causal", 0) == 1) {
      Value rows = ops.unsqueeze(positions(ops, query), 1);
      Value last = before == null ? rows : ops.add(rows, before);
      parts.add(hidden(ops, ops.greater(ops.unsqueeze(positions(ops, key), 0), last), type));
    }
    if (node.has(LENGTHS)) {
      Value lengths = ops.unsqueeze(node.input(LENGTHS), 1);
      Value beyond = ops.greaterOrEqual(ops.unsqueeze(positions(ops, key), 0), lengths);
      parts.add(ops.unsqueeze(hidden(ops, beyond, type), 1, 2));
    }
    Value bias = null;
    for (Value part : parts) {
      bias = bias == null ? part : ops.add(bias, part);
    }
    return bias;
  }

  private static Value mask(NodeDraft node, Value key, DType type) {
    Ops ops = node.ops;
    Value mask = node.input(MASK);
    if (mask.dtype() == DType.BOOL) {
      mask = hidden(ops, ops.not(mask), type);
    }
    Dim seen = node.ranked(mask).dim(-1);
    Dim all = key.shape().dim(2);
    if (seen.isKnown() && all.isKnown() && seen.orMinusOne() < all.orMinusOne()) {
      long[] pads = new long[2 * mask.rank()];
      pads[pads.length - 1] = all.orMinusOne() - seen.orMinusOne();
      mask =
          ops.apply(
              new Movement.Pad("constant"),
              mask,
              ops.longs(pads),
              ops.scalar(mask, Double.NEGATIVE_INFINITY));
    }
    return mask;
  }

  private static Value hidden(Ops ops, Value where, DType type) {
    return ops.where(where, ops.scalar(type, Double.NEGATIVE_INFINITY), ops.scalar(type, 0));
  }

  /** The int64 positions along the time axis (the third). */
  private static Value positions(Ops ops, Value x) {
    return ops.apply(
        new Generation.Range(),
        ops.scalar(DType.INT64, 0),
        ops.squeeze(ops.length(x, 2), 0),
        ops.scalar(DType.INT64, 1));
  }

  /** Turns pairs of elements by the angle of their position. */
  private static List<Value> rotary(NodeDraft node) {
    Ops ops = node.ops;
    Value input = node.input(0);
    boolean flat = node.rank(0) == 3;
    Value x = flat ? heads(node, 0, node.integer("num_heads", 1)) : input;
    int size = Math.toIntExact(node.ranked(x).length(3));
    long chosen = node.integer("rotary_embedding_dim", 0);
    int turned = chosen == 0 ? size : Math.toIntExact(chosen);
    Value cosine = node.input(1);
    Value sine = node.input(2);
    if (node.has(3)) {
      cosine = ops.gather(cosine, node.input(3), 0);
      sine = ops.gather(sine, node.input(3), 0);
    }
    cosine = ops.unsqueeze(cosine, 1);
    sine = ops.unsqueeze(sine, 1);
    Value part = turned == size ? x : ops.slice(x, 3, 0, turned, 1);
    boolean interleaved = node.integer("interleaved", 0) == 1;
    Value a = interleaved ? ops.slice(part, 3, 0, turned, 2) : ops.slice(part, 3, 0, turned / 2, 1);
    Value b =
        interleaved ? ops.slice(part, 3, 1, turned, 2) : ops.slice(part, 3, turned / 2, turned, 1);
    Value real = ops.sub(ops.mul(cosine, a), ops.mul(sine, b));
    Value imaginary = ops.add(ops.mul(sine, a), ops.mul(cosine, b));
    Value result;
    if (interleaved) {
      Value pairs = ops.concat(4, List.of(ops.unsqueeze(real, 4), ops.unsqueeze(imaginary, 4)));
      result =
          ops.applyAs(part.shape(), new Movement.Reshape(0), pairs, ops.longs(0, 0, 0, turned));
    } else {
      result = ops.concat(3, List.of(real, imaginary));
    }
    if (turned < size) {
      result = ops.concat(3, List.of(result, ops.slice(x, 3, turned, size, 1)));
    }
    if (flat) {
      result =
          ops.applyAs(
              input.shape(),
              new Movement.Reshape(0),
              ops.transpose(result, 0, 2, 1, 3),
              ops.longs(0, 0, -1));
    }
    return List.of(result);
  }
}
