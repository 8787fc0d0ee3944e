package dev.tenon.keras.calls;

import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.signature.Argument;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.recurrent.LSTMCell;
import dev.tenon.layers.recurrent.RNN;
import dev.tenon.layers.recurrent.StackedRNNCells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the arguments of a layer's call into the one order that layers expect.
 *
 * <p>Tensors that a layer computes with are positional; everything else is a keyword. Attention
 * takes query, value, key; recurrent layers take the sequence and then the initial states.
 */
public final class CallRules {
  static final String INITIAL_STATE = "initial_state";
  private static final Set<String> FIRST =
      Set.of("inputs", "sequences", "sequence", "query", "x", "input");

  private CallRules() {}

  /**
   * Returns a layer's call in canonical form.
   *
   * @throws IllegalArgumentException where the call gives something that Tenon has no use for
   */
  static CallArguments canonical(LayerConfig layer, CallArguments call, KerasDialect dialect) {
    String className = layer.className();
    List<Arg> args = new ArrayList<>(call.args());
    Map<String, Arg> kwargs = new LinkedHashMap<>(call.kwargs());
    kwargs.values().removeIf(CallRules::isNone);
    if (args.isEmpty()) {
      String first = kwargs.keySet().stream().filter(FIRST::contains).findFirst().orElse(null);
      if (first == null) {
        return new CallArguments(args, kwargs);
      }
      args.add(kwargs.remove(first));
    }
    if (!layer.isModel()) {
      List<String> signature = parameters(className);
      for (int i = args.size() - 1; i >= 1; i--) {
        Arg extra = args.remove(i);
        if (i - 1 >= signature.size()) {
          throw new IllegalArgumentException(
              "is called with "
                  + (i + 1)
                  + " positional arguments; "
                  + className
                  + " takes "
                  + (signature.size() + 1));
        }
        if (!isNone(extra)) {
          kwargs.put(signature.get(i - 1), extra);
        }
      }
    }
    MaskMarks.add(className, kwargs, dialect);
    if (isRecurrent(className)) {
      states(args, kwargs);
    } else if (parameters(className).contains("key")) {
      List<Arg> tensors = new ArrayList<>(args);
      Arg value = kwargs.remove("value");
      Arg key = kwargs.remove("key");
      if (value != null) {
        tensors.add(value);
        tensors.add(key == null ? value : key);
      }
      args = tensors;
    } else if (className.endsWith("Attention") && layer.config().path("causal").asBoolean(false)) {
      // An option of the layer until TensorFlow 2.9, of the call since.
      kwargs.putIfAbsent("use_causal_mask", new Arg.Const(true));
    }
    return new CallArguments(args, kwargs);
  }

  /** Returns the names of the positional parameters of a layer's {@code call} after the first. */
  private static List<String> parameters(String className) {
    List<String> names = names(className, KerasGeneration.KERAS_3);
    return names.size() < 2 ? List.of("training") : names.subList(1, names.size());
  }

  private static List<String> names(String className, KerasGeneration generation) {
    KerasSignature layer = KerasSignatures.of(generation).find(SignatureKind.LAYER, className);
    return layer == null ? List.of() : layer.call().stream().map(Argument::name).toList();
  }

  /** Says whether a layer may be given initial states. */
  static boolean isRecurrent(String className) {
    return names(className, KerasGeneration.KERAS_3).contains(INITIAL_STATE);
  }

  /**
   * Returns a layer's call as Python wants it: Keras 3 takes the states of a recurrent layer by
   * name; tf_keras takes one positional argument, the rest by name, and the states in a list with
   * the sequence.
   */
  public static CallArguments written(
      LayerNode node, List<Arg> args, Map<String, Arg> kwargs, KerasGeneration generation) {
    String className = node.layer().className();
    List<Arg> positional = new ArrayList<>(args);
    Map<String, Arg> keywords = new LinkedHashMap<>(kwargs);
    boolean older = generation == KerasGeneration.TF_KERAS;
    List<String> names = names(className, generation);
    if (isRecurrent(className) && positional.size() > 1) {
      if (older) {
        return new CallArguments(List.of(new Arg.Seq(positional)), keywords);
      }
      keywords.put(INITIAL_STATE, states(node, List.copyOf(args.subList(1, args.size()))));
      return new CallArguments(List.of(args.get(0)), keywords);
    }
    if (older && names.contains("key")) {
      for (int i = 1; i < positional.size() && i <= names.indexOf("key"); i++) {
        keywords.put(names.get(i), positional.get(i));
      }
      positional = List.of(positional.get(0));
    }
    return new CallArguments(positional, keywords);
  }

  /** Returns the states as a list, for stacked cells as a list of one list for each cell. */
  private static Arg states(LayerNode node, List<Arg> flat) {
    if (!(node.layer() instanceof RNN rnn)
        || !(rnn.cell().layer() instanceof StackedRNNCells stacked)) {
      return new Arg.Seq(flat);
    }
    List<Arg> byCell = new ArrayList<>();
    int at = 0;
    for (LayerNode cell : stacked.cells()) {
      int count = cell.layer() instanceof LSTMCell ? 2 : 1;
      byCell.add(new Arg.Seq(flat.subList(at, Math.min(flat.size(), at + count))));
      at += count;
    }
    return new Arg.Seq(byCell);
  }

  /** Puts initial states behind the sequence, whichever way the file gives them. */
  private static void states(List<Arg> args, Map<String, Arg> kwargs) {
    if (kwargs.containsKey("constants")) {
      throw new IllegalArgumentException(
          "is called with 'constants', which Tenon does not support");
    }
    Arg first = args.get(0);
    if (first instanceof Arg.Seq seq) {
      args.clear();
      args.addAll(seq.items());
    }
    Arg initial = kwargs.remove(INITIAL_STATE);
    if (initial instanceof Arg.Seq seq) {
      addFlat(seq, args);
    } else if (initial != null) {
      args.add(initial);
    }
  }

  /** The states of stacked cells come as a list of lists. */
  private static void addFlat(Arg.Seq states, List<Arg> args) {
    for (Arg state : states.items()) {
      if (state instanceof Arg.Seq inner) {
        addFlat(inner, args);
      } else {
        args.add(state);
      }
    }
  }

  private static boolean isNone(Arg arg) {
    return arg instanceof Arg.Const constant && constant.value() == null;
  }
}
