package dev.tenon.layers.ops.call;

import dev.tenon.config.Config;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Promotion;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of a function, by the position of its parameters.
 *
 * <p>An argument comes from the positional ones, the keywords or the configuration.
 */
public final class OpArgs {
  private static final int LONGEST = 500;

  private final String op;
  private final Call call;

  /** What changes no number: names, and hints at how to compute. */
  private static final Set<String> HARMLESS =
      Set.of(
          "name",
          "trainable",
          "dtype",
          "training",
          "precision",
          "preferred_element_type",
          "use_cudnn_on_gpu");

  private final List<List<String>> parameters;
  private final Map<String, @Nullable Object> config;
  private final boolean tensorflow;
  private boolean positionalRead;
  private final Set<String> alsoRead = new HashSet<>();

  public OpArgs(
      String op,
      Call call,
      List<List<String>> parameters,
      Map<String, @Nullable Object> config,
      boolean tensorflow) {
    this.op = op;
    this.call = call;
    this.parameters = parameters;
    this.config = config;
    this.tensorflow = tensorflow;
  }

  /**
   * Refuses arguments that the function does not support.
   *
   * @throws UnsupportedModelException for the first such argument with an effect; the message names
   *     it
   */
  public void refuseUnknown() {
    Set<String> known = new HashSet<>(alsoRead);
    parameters.forEach(known::addAll);
    for (Map.Entry<String, @Nullable Object> entry : config.entrySet()) {
      refuseUnknown(known, entry.getKey(), entry.getValue());
    }
    for (String name : call.keywords()) {
      Arg arg = call.argument(name);
      refuseUnknown(known, name, arg instanceof Arg.Const constant ? constant.value() : arg);
    }
    int given = call.args().size();
    if (given > parameters.size() && !positionalRead) {
      refuseUnknown(Set.of(), "number " + given, call.args().get(given - 1));
    }
  }

  private void refuseUnknown(Set<String> known, String name, @Nullable Object value) {
    boolean silent = value == null || Boolean.FALSE.equals(value) || HARMLESS.contains(name);
    if (!silent && !known.contains(name)) {
      throw new UnsupportedModelException(
          "function '" + op + "' with the argument '" + name + "', which Tenon does not know");
    }
  }

  /** Returns the operators to compute with. */
  public Ops ops() {
    return call.ops();
  }

  /** Returns the layer call. */
  public Call call() {
    return call;
  }

  /** Returns whether the call means TensorFlow's function, which differs from Keras' in places. */
  public boolean tensorflow() {
    return tensorflow;
  }

  /** Returns the positional arguments. */
  public List<Arg> positional() {
    positionalRead = true;
    return call.args();
  }

  /** Returns the keywords of a call beyond the parameters, for a function that takes any name. */
  public Set<String> otherKeywords() {
    Set<String> others = new TreeSet<>(call.keywords());
    parameters.forEach(others::removeAll);
    alsoRead.addAll(others);
    return others;
  }

  /** Returns the integer under a keyword of {@link #otherKeywords}. */
  public long wholeOf(String keyword) {
    Arg arg = call.argument(keyword);
    if (arg instanceof Arg.Const constant && constant.value() instanceof Long number) {
      return number;
    }
    throw refuse("takes one integer as '" + keyword + "'");
  }

  /** Returns an argument, or null if it is absent or None. */
  public @Nullable Arg arg(int index) {
    Arg found = index < call.args().size() ? call.args().get(index) : null;
    for (String name : parameters.get(index)) {
      found = found == null ? call.argument(name) : found;
      found = found == null && config.containsKey(name) ? plain(config.get(name)) : found;
    }
    return found instanceof Arg.Const constant && constant.value() == null ? null : found;
  }

  /** Returns whether the configuration has None for an argument. */
  public boolean isNone(int index) {
    return parameters.get(index).stream()
        .anyMatch(name -> config.containsKey(name) && config.get(name) == null);
  }

  /** Returns whether an argument is given and not None. */
  public boolean has(int index) {
    return arg(index) != null;
  }

  private static Arg plain(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<Arg> items = new ArrayList<>();
      list.forEach(item -> items.add(plain(item)));
      return new Arg.Seq(items);
    }
    return new Arg.Const(value instanceof Integer number ? number.longValue() : value);
  }

  /** Returns a required argument. */
  public Arg required(int index) {
    Arg arg = arg(index);
    if (arg == null) {
      throw refuse("needs the argument '" + parameters.get(index).get(0) + "'");
    }
    return arg;
  }

  /** Returns the error that names this function. */
  public IllegalArgumentException refuse(String reason) {
    String sentence = "function '" + op + "' " + reason;
    // A reason that shows what a file holds can be as long as the file.
    return new IllegalArgumentException(
        sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…");
  }

  /** Returns a tensor argument; a constant becomes a tensor of its natural type. */
  public Value value(int index) {
    return tensor(required(index));
  }

  /** Returns a tensor argument as floating-point numbers. */
  public Value real(int index) {
    Value x = value(index);
    return x.dtype().isFloating() ? x : ops().cast(x, DType.of(Config.floatx()));
  }

  /** Returns the tensors of a list argument. */
  public List<Value> values(int index) {
    Arg arg = required(index);
    List<Value> values = new ArrayList<>();
    if (arg instanceof Arg.Seq seq) {
      seq.items().forEach(item -> values.add(tensor(item)));
    } else {
      values.add(tensor(arg));
    }
    return values;
  }

  /** Returns an argument as a tensor. */
  public Value tensor(Arg arg) {
    if (arg instanceof Arg.Ref ref) {
      return ref.value();
    }
    if (!arg.values().isEmpty()) {
      if (!(arg instanceof Arg.Seq seq)) {
        throw refuse("takes a tensor or a list of tensors, and is given a dictionary or a slice");
      }
      List<Value> rows = new ArrayList<>();
      for (Arg item : seq.items()) {
        rows.add(ops().unsqueeze(tensor(item), 0));
      }
      return ops().concat(0, Promotion.together(ops(), rows));
    }
    return ops().constant(Constants.tensor(this, arg));
  }

  /** Returns an integer. */
  public long whole(int index, long fallback) {
    Long number = wholeOrNull(index);
    return number == null ? fallback : number;
  }

  /** Returns an integer, or null if it is absent. */
  public @Nullable Long wholeOrNull(int index) {
    long[] numbers = wholes(index);
    if (numbers == null) {
      return null;
    }
    if (numbers.length != 1) {
      throw refuse("takes one integer as '" + parameters.get(index).get(0) + "'");
    }
    return numbers[0];
  }

  /** Returns an integer or a list of integers, or null if it is absent. */
  public long @Nullable [] wholes(int index) {
    Arg arg = arg(index);
    if (arg == null) {
      return null;
    }
    if (!arg.values().isEmpty()) {
      throw refuse(
          "takes '"
              + parameters.get(index).get(0)
              + "' as a constant only, not as a computed tensor");
    }
    return Constants.tensor(this, arg).toLongArray();
  }

  /** Returns a fraction. */
  public double number(int index, double fallback) {
    Arg arg = arg(index);
    return arg == null ? fallback : Constants.tensor(this, arg).getDouble(0);
  }

  /** Returns the text that the configuration has for the first parameter, as it is written. */
  public String written() {
    return config.get(parameters.get(0).get(0)) instanceof String text ? text : "";
  }

  /** Returns a boolean argument, or a fallback if it is absent. */
  public boolean flag(int index, boolean fallback) {
    if (arg(index) instanceof Arg.Const constant && constant.value() instanceof Boolean set) {
      return set;
    }
    return fallback;
  }

  /** Returns a text argument, or a fallback if it is absent. */
  public String text(int index, String fallback) {
    if (arg(index) instanceof Arg.Const constant && constant.value() instanceof String text) {
      return text.toLowerCase(Locale.ROOT);
    }
    return fallback;
  }

  /** Returns an element type, or null if it is absent. */
  public @Nullable DType dtype(int index) {
    String name = text(index, "");
    return name.isEmpty() ? null : DType.of(name.replace("tf.", ""));
  }

  /** Returns integers that may be computed, such as a shape, as an int64 vector. */
  public Value vector(int index) {
    Arg arg = required(index);
    if (arg.values().isEmpty()) {
      return ops().longs(Constants.tensor(this, arg).toLongArray());
    }
    if (arg instanceof Arg.Ref ref) {
      return ops().cast(ref.value(), DType.INT64);
    }
    List<Value> parts = new ArrayList<>();
    for (Arg item : ((Arg.Seq) arg).items()) {
      parts.add(entry(item));
    }
    return ops().concat(0, parts);
  }

  /** Returns one integer that may be computed, as an int64 vector of one element. */
  public Value entry(Arg item) {
    if (item instanceof Arg.Ref ref) {
      Value number = ops().cast(ref.value(), DType.INT64);
      return number.rank() == 0 ? ops().unsqueeze(number, 0) : number;
    }
    Tensor constant = Constants.tensor(this, item);
    return ops().longs(constant.toLongArray());
  }
}
