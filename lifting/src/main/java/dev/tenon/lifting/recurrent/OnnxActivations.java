package dev.tenon.lifting.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.FixedNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The activations of an ONNX recurrent operator as Keras has them.
 *
 * <p>Keras 3 has one line between 0 and 1, x / 6 + 1 / 2; any other one is that of a line of x, and
 * that line is multiplied into the weights.
 *
 * @param object Keras' activation
 * @param slope what is before it is multiplied by this
 * @param offset and this is added
 */
record OnnxActivations(KerasObject object, double slope, double offset) {

  /** Returns the activations of a direction, which must be those of the other one too. */
  static List<OnnxActivations> of(
      @Nullable List<String> given,
      @Nullable List<Float> alphas,
      @Nullable List<Float> betas,
      boolean both,
      String... defaults) {
    int count = defaults.length;
    List<String> names = new ArrayList<>(List.of(defaults));
    names.addAll(List.of(defaults));
    if (given != null && !given.isEmpty()) {
      names = given;
    }
    List<OnnxActivations> all = new ArrayList<>();
    int hard = 0;
    for (String name : names.subList(0, Math.min(names.size(), both ? 2 * count : count))) {
      boolean line = name.toLowerCase(Locale.ROOT).equals("hardsigmoid");
      all.add(line ? line(number(alphas, hard, 0.2f), number(betas, hard, 0.5f)) : plain(name));
      hard += line ? 1 : 0;
    }
    if (both && !all.subList(0, count).equals(all.subList(count, 2 * count))) {
      throw new NoEquivalentLayerException("has other activations in the other direction");
    }
    return all.subList(0, count);
  }

  private static float number(@Nullable List<Float> given, int index, float otherwise) {
    return given != null && index < given.size() ? given.get(index) : otherwise;
  }

  private static OnnxActivations line(float alpha, float beta) {
    boolean same = Math.abs(alpha - 1.0 / 6) < 1e-7;
    double slope = same ? 1 : FixedNumbers.decimal(alpha) * 6;
    return new OnnxActivations(
        KerasObject.of("hard_sigmoid"), slope, FixedNumbers.decimal(beta) * 6 - 3);
  }

  private static OnnxActivations plain(String name) {
    String keras = name.toLowerCase(Locale.ROOT);
    return switch (keras) {
      case "sigmoid", "tanh", "relu", "softplus", "softsign" ->
          new OnnxActivations(KerasObject.of(keras), 1, 0);
      default -> throw new NoEquivalentLayerException("has the activation " + name);
    };
  }

  /** Says whether Keras has the activation itself. */
  boolean isPlain() {
    return slope == 1 && offset == 0;
  }
}
