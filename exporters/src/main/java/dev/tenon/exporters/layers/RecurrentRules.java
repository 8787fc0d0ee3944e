package dev.tenon.exporters.layers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Operator;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.recurrent.Bidirectional;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes recurrent layers: sequences lie batch first, gates in Keras' order. */
final class RecurrentRules {
  static final Map<Class<? extends Operator>, Rule> ALL =
      Map.of(
          Recurrent.LSTM.class, RecurrentRules::lstm,
          Recurrent.GRU.class, RecurrentRules::gru,
          Recurrent.RNN.class, RecurrentRules::rnn);

  private RecurrentRules() {}

  private static void lstm(Site site) {
    Recurrent.LSTM lstm = site.operator(Recurrent.LSTM.class);
    refuse(lstm.clip() != null, "clips its gates");
    refuse(lstm.inputForget() != 0, "couples its gates");
    refuse(site.has(7), "has peepholes");
    boolean both = lstm.direction().equals("bidirectional");
    List<String> names = activations(lstm.activations(), 3, both, "Sigmoid", "Tanh", "Tanh");
    refuse(!names.get(1).equals(names.get(2)), "has another activation for cell and output");
    LSTM layer =
        LSTM.DEFAULTS
            .withActivation(activation(names.get(1)))
            .withRecurrentActivation(activation(names.get(0)));
    write(site, new RecurrentWeights(site, 4), layer, lstm.direction(), lstm.layout());
  }

  private static void gru(Site site) {
    Recurrent.GRU gru = site.operator(Recurrent.GRU.class);
    refuse(gru.clip() != null, "clips its gates");
    boolean both = gru.direction().equals("bidirectional");
    List<String> names = activations(gru.activations(), 2, both, "Sigmoid", "Tanh");
    GRU layer =
        GRU.DEFAULTS
            .withActivation(activation(names.get(1)))
            .withRecurrentActivation(activation(names.get(0)))
            .withResetAfter(gru.linearBeforeReset() == 1);
    write(site, new RecurrentWeights(site, 3), layer, gru.direction(), gru.layout());
  }

  private static void rnn(Site site) {
    Recurrent.RNN rnn = site.operator(Recurrent.RNN.class);
    refuse(rnn.clip() != null, "clips its gates");
    boolean both = rnn.direction().equals("bidirectional");
    List<String> names = activations(rnn.activations(), 1, both, "Tanh");
    SimpleRNN layer = SimpleRNN.DEFAULTS.withActivation(activation(names.get(0)));
    write(site, new RecurrentWeights(site, 1), layer, rnn.direction(), rnn.layout());
  }

  private static void refuse(boolean wrong, String reason) {
    if (wrong) {
      throw new NoLayer(reason);
    }
  }

  private static List<String> activations(
      @Nullable List<String> given, int count, boolean both, String... defaults) {
    if (given == null || given.isEmpty()) {
      return List.of(defaults);
    }
    refuse(
        both && !given.subList(0, count).equals(given.subList(count, 2 * count)),
        "has other activations in the other direction");
    return given.subList(0, count);
  }

  private static KerasObject activation(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sigmoid" -> KerasObject.of("sigmoid");
      case "tanh" -> KerasObject.of("tanh");
      case "relu" -> KerasObject.of("relu");
      case "softplus" -> KerasObject.of("softplus");
      case "softsign" -> KerasObject.of("softsign");
      default -> throw new NoLayer("has the activation " + name);
    };
  }

  /** Returns an initial state (batch, units). */
  private static KerasTensor state(Site site, int index, int batch) {
    refuse(!site.has(index), "has one of two initial states");
    Held state = site.held(index);
    List<List<Atom>> wanted = List.of(state.seen().get(batch), state.seen().get(2));
    return site.layers().arrange(state, wanted, site.name());
  }

  private static void write(
      Site site, RecurrentWeights weights, Layer<?> plain, String direction, long layout) {
    refuse(site.has(4), "has lengths of its sequences");
    Held x = site.held(0);
    int time = layout == 1 ? 1 : 0;
    int batch = 1 - time;
    KerasTensor input = site.layers().inOrder(x, new int[] {batch, time, 2}, site.name());
    boolean both = direction.equals("bidirectional");
    List<KerasTensor> inputs = new ArrayList<>(List.of(input));
    if (!Zeros.is(site, 5) || !Zeros.is(site, 6)) {
      refuse(both, "begins with states of both directions that are not zero");
      for (int i = 0; i < weights.statesEach(); i++) {
        inputs.add(state(site, 5 + i, batch));
      }
    }
    boolean sequences = site.isRead(0);
    boolean states = site.isRead(1) || site.isRead(2);
    boolean last = sequences && !both && SequenceReaders.takeLast(site);
    boolean returnState = sequences ? states || last : site.isRead(2);
    Layer<?> layer = weights.layer(plain, sequences, returnState, direction.equals("reverse"));
    List<Tensor> values = new ArrayList<>(weights.of(layer, 0));
    if (both) {
      values.addAll(weights.of(layer, 1));
      LayerNode inner = new LayerNode(weights.kind(), layer);
      layer = Bidirectional.DEFAULTS.withLayer(inner);
    }
    List<KerasTensor> outputs = site.layers().applyAll(layer, site.name(), inputs, values);
    List<Atom> units = Atom.axis(Dim.of(weights.units()));
    List<Atom> way = both ? List.of(new Atom(Dim.of(2))) : List.of();
    List<Atom> wide = new ArrayList<>(way);
    wide.addAll(units);
    List<Atom> samples = x.seen().get(batch);
    List<Atom> steps = x.seen().get(time);
    if (sequences) {
      // Keras gives the entries in the order of its steps, ONNX in that of time.
      boolean back = direction.equals("reverse") && !steps.isEmpty();
      List<Atom> walked = back ? List.of(steps.get(0).reversed()) : steps;
      List<List<Atom>> axes = List.of(samples, walked, wide);
      List<List<Atom>> seen =
          time == 0 ? List.of(steps, way, samples, units) : List.of(samples, steps, way, units);
      site.put(0, new Held(outputs.get(0), axes, seen));
      if (last) {
        site.layers().noteLastStep(outputs.get(0), outputs.get(1));
      }
    }
    List<List<Atom>> seen = time == 0 ? List.of(way, samples, units) : List.of(samples, way, units);
    List<List<Atom>> axes = List.of(samples, wide);
    int each = weights.statesEach();
    for (int i = 0; i < 2; i++) {
      if (site.isRead(1 + i)) {
        KerasTensor state = outputs.get(returnState && (sequences || i > 0) ? 1 + i : 0);
        if (both && (sequences || i > 0)) {
          List<KerasTensor> ways = List.of(outputs.get(1 + i), outputs.get(1 + each + i));
          state = site.layers().merge(Concatenate.DEFAULTS, site.name() + "_state", ways);
        }
        site.put(1 + i, new Held(state, axes, seen));
      }
    }
  }
}
