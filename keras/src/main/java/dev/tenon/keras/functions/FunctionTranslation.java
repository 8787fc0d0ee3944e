package dev.tenon.keras.functions;

import dev.tenon.layers.base.Arg;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says calls of TensorFlow's functions as operations of {@code keras.ops}, and the reverse. */
public final class FunctionTranslation {
  private FunctionTranslation() {}

  /**
   * Returns a call of TensorFlow's function as one of Keras' operation.
   *
   * @return null where Keras has no such function, or not with these arguments
   */
  public static @Nullable OperationCall toKeras(OperationCall call) {
    TensorFlowFunctions.Pair pair = TensorFlowFunctions.find(call.op().op());
    Map<String, Arg> given = pair == null ? null : named(pair, call);
    if (pair == null || given == null) {
      return null;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    List<Arg> args = new ArrayList<>();
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    for (TensorFlowFunctions.Parameter parameter : pair.parameters()) {
      Arg arg = given.get(parameter.tensorflow());
      String option = parameter.option();
      if (option != null) {
        Object value =
            arg == null
                ? TensorFlowFunctions.Parameter.value(parameter.tensorflowDefault())
                : option(parameter, arg);
        if (arg != null && value == null) {
          return null;
        }
        if (value != null) {
          config.put(option, value);
        }
      } else if (arg != null && parameter.keras() == null && !isNeutral(arg)) {
        return null;
      } else if (arg != null && parameter.keras() != null) {
        boolean next = kwargs.isEmpty() && args.size() == pair.parameters().indexOf(parameter);
        Arg operand = operand(parameter.keras(), arg);
        if (next) {
          args.add(operand);
        } else {
          kwargs.put(parameter.keras(), operand);
        }
      }
    }
    return new OperationCall(new KerasOp(pair.keras(), config), args, kwargs);
  }

  /**
   * Returns a call of a function as TFOpLambda has it: the first argument by its place, the others
   * by TensorFlow's names.
   *
   * @return null where TensorFlow has no such function, or not with these arguments
   */
  public static @Nullable OperationCall toTensorFlow(OperationCall call) {
    TensorFlowFunctions.Pair pair = TensorFlowFunctions.find(call.op().op());
    Map<String, Arg> given = pair == null ? null : named(pair, call);
    if (pair == null || given == null) {
      return null;
    }
    boolean own = call.isTensorFlow();
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    for (TensorFlowFunctions.Parameter parameter : pair.parameters()) {
      Arg arg = given.remove(parameter.tensorflow());
      Object otherwise = TensorFlowFunctions.Parameter.value(parameter.kerasDefault());
      if (arg == null && !own && otherwise != null) {
        arg = new Arg.Const(otherwise);
      }
      // Keras cuts at places, TensorFlow into sizes, the last of which depends on the tensor.
      boolean places =
          parameter.tensorflow().equals("num_or_size_splits") && arg instanceof Arg.Seq;
      if (!own && (places || (arg == null && parameter.required()))) {
        return null;
      }
      if (arg instanceof Arg.Const constant
          && !own
          && parameter.tensorflow().equals("mode")
          && constant.value() instanceof String mode) {
        arg = new Arg.Const(mode.toUpperCase(Locale.ROOT));
      }
      if (arg != null) {
        boolean alone = parameter.list() && arg instanceof Arg.Const;
        kwargs.put(parameter.tensorflow(), alone && !own ? new Arg.Seq(List.of(arg)) : arg);
      }
    }
    Arg first = kwargs.remove(pair.parameters().get(0).tensorflow());
    if (first == null) {
      return null;
    }
    KerasOp op = own ? call.op() : new KerasOp("tf." + pair.tensorflow(), Map.of());
    return new OperationCall(op, List.of(first), kwargs);
  }

  /**
   * Returns what is given, under TensorFlow's names.
   *
   * @return null where something is given that the pair does not have
   */
  private static @Nullable Map<String, Arg> named(
      TensorFlowFunctions.Pair pair, OperationCall call) {
    boolean tensorflow = call.isTensorFlow();
    Map<String, Arg> others = new LinkedHashMap<>(call.kwargs());
    call.op().config().forEach((key, value) -> others.put(key, plain(value)));
    Map<String, Arg> named = new LinkedHashMap<>();
    int position = 0;
    for (TensorFlowFunctions.Parameter parameter : pair.parameters()) {
      String name =
          tensorflow
              ? parameter.tensorflow()
              : parameter.option() != null ? parameter.option() : parameter.keras();
      Arg arg = name == null ? null : others.remove(name);
      boolean positional = tensorflow || parameter.option() == null;
      if (arg == null && positional && position < call.args().size()) {
        arg = call.args().get(position++);
      }
      if (arg != null && !isNone(arg)) {
        named.put(parameter.tensorflow(), arg);
      }
    }
    others.remove("name");
    boolean all = position == call.args().size();
    return all && others.values().stream().allMatch(FunctionTranslation::isNone) ? named : null;
  }

  /** Returns an operand as Keras takes it: a list of numbers is a tensor, a key is a tuple. */
  private static Arg operand(String name, Arg arg) {
    if (name.equals("key")) {
      boolean alone = arg instanceof Arg.Slice || arg instanceof Arg.Ellipsis;
      return alone ? new Arg.Seq(List.of(arg)) : arg;
    }
    return arg instanceof Arg.Seq list && arg.values().isEmpty()
        ? new Arg.Const(ConstantLists.tensor(list))
        : arg;
  }

  private static boolean isNone(Arg arg) {
    return arg instanceof Arg.Const constant && constant.value() == null;
  }

  /** Says whether an argument that Keras does not have changes nothing. */
  private static boolean isNeutral(Arg arg) {
    return arg instanceof Arg.Const constant
        && (Boolean.FALSE.equals(constant.value())
            || (constant.value() instanceof Number number && number.doubleValue() == 1));
  }

  /** Returns an argument as the value of a configuration; null where it depends on a tensor. */
  private static @Nullable Object option(TensorFlowFunctions.Parameter parameter, Arg arg) {
    Object value = plain(arg);
    if (value instanceof List<?> shape && parameter.tensorflow().equals("shape")) {
      return lengths(shape);
    }
    if (value instanceof List<?> sizes && parameter.tensorflow().equals("num_or_size_splits")) {
      return ConstantLists.places(sizes);
    }
    if (value instanceof String text) {
      boolean mode = parameter.tensorflow().equals("mode");
      return mode ? text.toLowerCase(Locale.ROOT) : text.replaceFirst("^tf\\.", "");
    }
    boolean tensors =
        value instanceof List<?> list && list.stream().anyMatch(Arg.class::isInstance);
    return tensors || value instanceof Arg ? null : value;
  }

  /** Returns a shape, whose one length that a tensor gives is the one that is left over. */
  private static @Nullable List<Object> lengths(List<?> shape) {
    List<Object> lengths = new ArrayList<>();
    int open = 0;
    for (Object length : shape) {
      boolean known = length instanceof Number number && number.longValue() >= 0;
      open += known ? 0 : 1;
      lengths.add(known ? length : (Object) Long.valueOf(-1));
    }
    return open <= 1 ? lengths : null;
  }

  /** Returns numbers, texts and lists as such, and what holds a tensor of the graph as it is. */
  private static @Nullable Object plain(Arg arg) {
    if (arg instanceof Arg.Const constant) {
      return constant.value() instanceof Tensor tensor
          ? ConstantLists.of(tensor)
          : constant.value();
    }
    if (arg instanceof Arg.Seq seq) {
      List<@Nullable Object> items = new ArrayList<>();
      seq.items().forEach(item -> items.add(plain(item)));
      return items;
    }
    return arg;
  }

  private static Arg plain(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<Arg> items = new ArrayList<>();
      list.forEach(item -> items.add(plain((Object) item)));
      return new Arg.Seq(items);
    }
    return new Arg.Const(value);
  }
}
