package dev.tenon.keras.calls;

import dev.tenon.ir.layer.Arg;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.layers.common.Masks;
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
final class CallRules {
  private static final Set<String> RECURRENT =
      Set.of(
          "RNN",
          "SimpleRNN",
          "LSTM",
          "GRU",
          "Bidirectional",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D");
  private static final Set<String> PROJECTED_ATTENTION =
      Set.of("MultiHeadAttention", "GroupQueryAttention");

  private static final Set<String> MERGING =
      Set.of("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate");

  private static final List<String> DOT_SIGNATURE =
      List.of("mask", "training", "return_attention_scores", "use_causal_mask");

  private static final List<String> PROJECTED_SIGNATURE =
      List.of(
          "value",
          "key",
          "query_mask",
          "value_mask",
          "key_mask",
          "attention_mask",
          "return_attention_scores",
          "training",
          "use_causal_mask");

  /** The names of the positional parameters of each layer's {@code call} after the first. */
  private static final Map<String, List<String>> SIGNATURES =
      Map.ofEntries(
          Map.entry("Softmax", List.of("mask")),
          Map.entry("GlobalAveragePooling1D", List.of("mask")),
          Map.entry("BatchNormalization", List.of("training", "mask")),
          Map.entry("TimeDistributed", List.of("training", "mask")),
          Map.entry("CategoryEncoding", List.of("count_weights")),
          Map.entry("ReversibleEmbedding", List.of("reverse")),
          Map.entry("Attention", DOT_SIGNATURE),
          Map.entry("AdditiveAttention", DOT_SIGNATURE),
          Map.entry("MultiHeadAttention", PROJECTED_SIGNATURE),
          Map.entry("GroupQueryAttention", PROJECTED_SIGNATURE));

  private static final List<String> RECURRENT_SIGNATURE =
      List.of("initial_state", "mask", "training");
  private static final Set<String> FIRST =
      Set.of("inputs", "sequences", "sequence", "query", "x", "input");

  private CallRules() {}

  /**
   * Returns a layer's call in canonical form.
   *
   * @throws IllegalArgumentException where the call gives something that Tenon has no use for
   */
  static ArgReader.RawCall canonical(
      LayerConfig layer, ArgReader.RawCall call, KerasDialect dialect) {
    String className = layer.className();
    boolean recurrent = RECURRENT.contains(className);
    List<Arg> args = new ArrayList<>(call.args());
    Map<String, Arg> kwargs = new LinkedHashMap<>(call.kwargs());
    kwargs.values().removeIf(CallRules::isNone);
    if (args.isEmpty()) {
      String first = kwargs.keySet().stream().filter(FIRST::contains).findFirst().orElse(null);
      if (first == null) {
        return new ArgReader.RawCall(args, kwargs);
      }
      args.add(kwargs.remove(first));
    }
    if (!layer.isModel()) {
      List<String> signature =
          recurrent ? RECURRENT_SIGNATURE : SIGNATURES.getOrDefault(className, List.of("training"));
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
    if (recurrent) {
      if (kwargs.containsKey("initial_state") && !dialect.before(KerasDialect.KERAS_3)) {
        // Keras 3 gives a layer its input's mask only where the input is all that it is given.
        kwargs.putIfAbsent("mask", new Arg.Const(false));
      }
      states(args, kwargs);
    } else if (dialect.before(KerasDialect.KERAS_3) && MERGING.contains(className)) {
      // Keras 2 joined the masks that there are by "and", and merged what they hide, too.
      kwargs.put(Masks.ALL, new Arg.Const(true));
    } else if (dialect.before(KerasDialect.KERAS_3) && className.equals("Identity")) {
      // tf_keras' layer of this name loses masks.
      kwargs.put("mask", new Arg.Const(false));
    } else if (PROJECTED_ATTENTION.contains(className)) {
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
    return new ArgReader.RawCall(args, kwargs);
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
    Arg initial = kwargs.remove("initial_state");
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
