package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The activations of an ONNX recurrent operator, by ONNX's names.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">ONNX: LSTM</a>
 */
final class RecurrentActivations {
  private record One(String name, float alpha, float beta) {}

  private final List<One> all;
  private final int each;
  private final int first;
  private final @Nullable Float clip;

  private RecurrentActivations(List<One> all, int each, int first, @Nullable Float clip) {
    this.all = all;
    this.each = each;
    this.first = first;
    this.clip = clip;
  }

  /**
   * Reads the attributes.
   *
   * @param defaults the names for one direction where none are given
   */
  static RecurrentActivations of(
      @Nullable List<String> names,
      @Nullable List<Float> alphas,
      @Nullable List<Float> betas,
      @Nullable Float clip,
      List<String> defaults) {
    List<One> all = new ArrayList<>();
    int alpha = 0;
    int beta = 0;
    for (String given : names == null ? twice(defaults) : names) {
      String name = given.toLowerCase(Locale.ROOT);
      boolean takesAlpha = defaultAlpha(name) != null;
      boolean takesBeta = defaultBeta(name) != null;
      all.add(
          new One(
              name,
              takesAlpha ? number(alphas, alpha, defaultAlpha(name)) : 0,
              takesBeta ? number(betas, beta, defaultBeta(name)) : 0));
      alpha += takesAlpha ? 1 : 0;
      beta += takesBeta ? 1 : 0;
    }
    return new RecurrentActivations(all, defaults.size(), 0, clip);
  }

  private static List<String> twice(List<String> names) {
    List<String> both = new ArrayList<>(names);
    both.addAll(names);
    return both;
  }

  private static float number(@Nullable List<Float> given, int index, @Nullable Float otherwise) {
    if (given != null && index < given.size()) {
      return given.get(index);
    }
    return otherwise == null ? 0 : otherwise;
  }

  private static @Nullable Float defaultAlpha(String name) {
    return switch (name) {
      case "leakyrelu" -> 0.01f;
      case "thresholdedrelu", "elu", "affine", "scaledtanh" -> 1f;
      case "hardsigmoid" -> 0.2f;
      default -> null;
    };
  }

  private static @Nullable Float defaultBeta(String name) {
    return switch (name) {
      case "hardsigmoid" -> 0.5f;
      case "affine" -> 0f;
      case "scaledtanh" -> 1f;
      default -> null;
    };
  }

  /** Returns the activations of one direction. */
  RecurrentActivations ofDirection(int direction) {
    return new RecurrentActivations(all, each, direction * each, clip);
  }

  /** Limits x where the operator says so, and applies the activation of a place in the list. */
  Value apply(Ops ops, int place, Value x) {
    Value limited = clip == null ? x : ops.clip(x, -clip, clip);
    return plain(ops, place, limited);
  }

  /** Applies the activation of a place in the list. */
  Value plain(Ops ops, int place, Value x) {
    One one = all.get(first + place);
    return switch (one.name) {
      case "relu" -> ops.relu(x);
      case "tanh" -> ops.tanh(x);
      case "sigmoid" -> ops.sigmoid(x);
      case "affine" -> ops.add(ops.mul(x, one.alpha), one.beta);
      case "leakyrelu" -> ops.apply(new Activations.LeakyRelu(one.alpha), x);
      case "thresholdedrelu" -> ops.apply(new Activations.ThresholdedRelu(one.alpha), x);
      case "scaledtanh" -> ops.mul(ops.tanh(ops.mul(x, one.beta)), one.alpha);
      case "hardsigmoid" -> ops.apply(new Activations.HardSigmoid(one.alpha, one.beta), x);
      case "elu" -> ops.apply(new Activations.Elu(one.alpha), x);
      case "softsign" -> ops.apply(new Unary.Softsign(), x);
      case "softplus" -> ops.apply(new Unary.Softplus(), x);
      default ->
          throw new IllegalArgumentException("activation '" + one.name + "' is none of ONNX's");
    };
  }
}
