package dev.tenon.importers.onnx.upgrade;

import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Steps that write attention and rotary positions in plain operators. */
final class AttentionUpgrades {
  private static final int PAST_KEY = 4;
  private static final int PAST_VALUE = 5;
  private static final long END = Long.MAX_VALUE;

  private AttentionUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("Attention", 23, AttentionUpgrades::attention);
    steps.add("RotaryEmbedding", 23, AttentionUpgrades::rotary);
  }

  private static List<Value> attention(NodeDraft node) {
    Ops ops = node.ops;
    boolean flat = node.rank(0) == 3;
    long heads = flat ? node.integer("q_num_heads", 1) : node.ranked(node.input(0)).length(1);
    long shared = flat ? node.integer("kv_num_heads", 1) : node.ranked(node.input(1)).length(1);
    Value query = flat ? heads(node, 0, heads) : node.input(0);
    Value key = flat ? heads(node, 1, shared) : node.input(1);
    Value value = flat ? heads(node, 2, shared) : node.input(2);
    Value times = heads >= 0 && shared > 0 ? ops.longs(heads / shared) : times(ops, query, key);
    Value before = null;
    if (node.has(PAST_KEY)) {
      before = ops.length(node.input(PAST_KEY), 2);
      key = ops.concat(2, List.of(node.input(PAST_KEY), key));
      value = ops.concat(2, List.of(node.input(PAST_VALUE), value));
    }
    Value bias = AttentionBias.of(node, query, key, before);
    AttentionBias.Scores scores = AttentionBias.apply(node, product(node, query, key, times), bias);
    Value weights = AttentionBias.seen(ops, softmax(node, scores.last()), scores.hidden());
    Value result = ops.matMul(weights, repeat(ops, value, times));
    if (flat) {
      Value back = ops.transpose(result, 0, 2, 1, 3);
      Shape shape =
          Shape.of(back.shape().dim(0), back.shape().dim(1), back.shape().dim(3).times(heads));
      result = ops.applyAs(shape, new Movement.Reshape(0), back, ops.longs(0, 0, -1));
    }
    return List.of(result, key, value, scores.shown() == null ? weights : scores.shown());
  }

  /** Multiplies queries and keys, each by the root of the scale. */
  private static Value product(NodeDraft node, Value query, Value key, Value times) {
    Ops ops = node.ops;
    Value turned = ops.transpose(repeat(ops, key, times), 0, 1, 3, 2);
    long size = node.ranked(query).length(3);
    if (size < 0 && !node.attributes.containsKey("scale")) {
      Value open = ops.cast(ops.squeeze(ops.length(query, 3), 0), query.dtype());
      Value root = ops.sqrt(ops.sqrt(open));
      return ops.matMul(ops.div(query, root), ops.div(turned, root));
    }
    double scale = Math.sqrt(node.number("scale", (float) (1 / Math.sqrt((double) size))));
    return ops.matMul(ops.mul(query, scale), ops.mul(turned, scale));
  }

  /** Returns how many heads of the query share one of the keys, which only the run says. */
  private static Value times(Ops ops, Value query, Value key) {
    return query.shape().dim(1).equals(key.shape().dim(1))
        ? ops.longs(1)
        : ops.div(ops.length(query, 1), ops.length(key, 1));
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
    if (heads < 1) {
      throw new IllegalArgumentException("has " + heads + " heads; expected 1 or more");
    }
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
  private static Value repeat(Ops ops, Value x, Value times) {
    Tensor known = times.constant();
    if (known != null && known.getLong(0) == 1) {
      return x;
    }
    Shape shape = x.shape();
    Dim all = known == null ? Dim.unknown() : shape.dim(1).times(known.getLong(0));
    Value each = ops.concat(0, List.of(ops.longs(1, 1), times, ops.longs(1, 1)));
    Value wide = ops.apply(new Movement.Tile(), ops.unsqueeze(x, 2), each);
    Value target =
        ops.concat(
            0,
            List.of(ops.longs(0), ops.longs(all.orMinusOne()), ops.length(x, 2), ops.length(x, 3)));
    Shape repeated = Shape.of(shape.dim(0), all, shape.dim(2), shape.dim(3));
    return ops.applyAs(repeated, new Movement.Reshape(0), wide, target);
  }

  /** Turns pairs of elements by the angle of their position. */
  private static List<Value> rotary(NodeDraft node) {
    Ops ops = node.ops;
    Value input = node.input(0);
    boolean flat = node.rank(0) == 3;
    Value x = flat ? heads(node, 0, node.integer("num_heads", 1)) : input;
    long size = node.ranked(x).length(3);
    long chosen = node.integer("rotary_embedding_dim", 0);
    boolean whole = chosen == 0 || chosen == size;
    Value cosine = node.input(1);
    Value sine = node.input(2);
    if (node.has(3)) {
      cosine = ops.gather(cosine, node.input(3), 0);
      sine = ops.gather(sine, node.input(3), 0);
    }
    cosine = ops.unsqueeze(cosine, 1);
    sine = ops.unsqueeze(sine, 1);
    Value part = whole ? x : ops.slice(x, 3, 0, chosen, 1);
    boolean interleaved = node.integer("interleaved", 0) == 1;
    List<Value> halves =
        interleaved
            ? List.of(ops.slice(part, 3, 0, END, 2), ops.slice(part, 3, 1, END, 2))
            : ops.applyAll(new Movement.Split(3, 2L), part, null);
    Value a = halves.get(0);
    Value b = halves.get(1);
    Value real = ops.sub(ops.mul(cosine, a), ops.mul(sine, b));
    Value imaginary = ops.add(ops.mul(sine, a), ops.mul(cosine, b));
    Value result;
    if (interleaved) {
      Value pairs = ops.concat(4, List.of(ops.unsqueeze(real, 4), ops.unsqueeze(imaginary, 4)));
      result = ops.applyAs(part.shape(), new Movement.Reshape(0), pairs, ops.longs(0, 0, 0, -1));
    } else {
      result = ops.concat(3, List.of(real, imaginary));
    }
    if (!whole) {
      result = ops.concat(3, List.of(result, ops.slice(x, 3, chosen, END, 1)));
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
