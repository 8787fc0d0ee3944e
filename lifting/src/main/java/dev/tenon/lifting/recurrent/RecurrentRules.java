package dev.tenon.lifting.recurrent;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.layers.recurrent.Bidirectional;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes recurrent layers: sequences lie batch first, gates in Keras' order. */
public final class RecurrentRules {
  public static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(
          Recurrent.LSTM.class, RecurrentRules::lstm,
          Recurrent.GRU.class, RecurrentRules::gru,
          Recurrent.RNN.class, RecurrentRules::rnn);

  private RecurrentRules() {}

  private static void lstm(LiftContext site) {
    Recurrent.LSTM lstm = site.operator(Recurrent.LSTM.class);
    refuse(lstm.clip() != null, "clips its gates");
    refuse(lstm.inputForget() != 0, "couples its gates");
    refuse(site.has(7), "has peepholes");
    boolean both = lstm.direction().equals("bidirectional");
    List<OnnxActivations> all =
        OnnxActivations.of(
            lstm.activations(),
            lstm.activationAlpha(),
            lstm.activationBeta(),
            both,
            "Sigmoid",
            "Tanh",
            "Tanh");
    OnnxActivations share = all.get(0);
    OnnxActivations own = all.get(1);
    refuse(!own.equals(all.get(2)), "has another activation for cell and output");
    refuse(!own.isPlain(), "has the activation HardSigmoid of another slope for its cell");
    LSTM layer = LSTM.DEFAULTS.activation(own.object()).recurrentActivation(share.object());
    RecurrentWeights weights = new RecurrentWeights(site, List.of(share, share, own, share));
    write(site, weights, layer, lstm.direction(), lstm.layout());
  }

  private static void gru(LiftContext site) {
    Recurrent.GRU gru = site.operator(Recurrent.GRU.class);
    refuse(gru.clip() != null, "clips its gates");
    boolean both = gru.direction().equals("bidirectional");
    List<OnnxActivations> all =
        OnnxActivations.of(
            gru.activations(),
            gru.activationAlpha(),
            gru.activationBeta(),
            both,
            "Sigmoid",
            "Tanh");
    OnnxActivations share = all.get(0);
    OnnxActivations own = all.get(1);
    GRU layer =
        GRU.DEFAULTS
            .activation(own.object())
            .recurrentActivation(share.object())
            .resetAfter(gru.linearBeforeReset() == 1);
    RecurrentWeights weights = new RecurrentWeights(site, List.of(share, share, own));
    write(site, weights, layer, gru.direction(), gru.layout());
  }

  private static void rnn(LiftContext site) {
    Recurrent.RNN rnn = site.operator(Recurrent.RNN.class);
    refuse(rnn.clip() != null, "clips its gates");
    boolean both = rnn.direction().equals("bidirectional");
    List<OnnxActivations> all =
        OnnxActivations.of(
            rnn.activations(), rnn.activationAlpha(), rnn.activationBeta(), both, "Tanh");
    SimpleRNN layer = SimpleRNN.DEFAULTS.activation(all.get(0).object());
    write(site, new RecurrentWeights(site, all), layer, rnn.direction(), rnn.layout());
  }

  private static void refuse(boolean wrong, String reason) {
    if (wrong) {
      throw new NoEquivalentLayerException(reason);
    }
  }

  /** Returns an initial state (batch, units); of zeros where it is left out and another is not. */
  private static KerasTensor state(LiftContext site, int index, int batch) {
    boolean zero = site.isZero(index);
    AxisLayout state = site.held(zero ? 11 - index : index);
    List<List<ElementaryAxis>> wanted = List.of(state.seen().get(batch), state.seen().get(2));
    KerasTensor tensor = site.layers().moves().arrange(state, wanted, site.name());
    return zero
        ? site.layers().apply(new Rescaling(0.0, 0.0), site.name() + "_zeros", tensor)
        : tensor;
  }

  private static void write(
      LiftContext site, RecurrentWeights weights, Layer<?> plain, String direction, long layout) {
    refuse(site.has(4), "has lengths of its sequences");
    for (int i = 5; i < 7; i++) {
      long wide =
          site.has(i) && site.value(i).shape().ranked() ? site.value(i).shape().length(2) : -1;
      // PyTorch's newer exporter writes an LSTM with a projection so, and leaves the projection
      // out.
      refuse(
          wide >= 0 && wide != weights.units(),
          "has " + weights.units() + " units and an initial state of " + wide);
    }
    int time = layout == 1 ? 1 : 0;
    AxisLayout given = site.held(0);
    AxisLayout x = given.ahead(time);
    boolean turned = !x.equals(given);
    int batch = 1 - time;
    KerasTensor input = site.layers().moves().inOrder(x, new int[] {batch, time, 2}, site.name());
    boolean both = direction.equals("bidirectional");
    refuse(both && turned, "walks both ways over a sequence that is turned round");
    boolean backwards = direction.equals("reverse") != turned;
    List<KerasTensor> inputs = new ArrayList<>(List.of(input));
    if (!site.isZero(5) || !site.isZero(6)) {
      refuse(both, "begins with states of both directions that are not zero");
      for (int i = 0; i < weights.statesEach(); i++) {
        inputs.add(state(site, 5 + i, batch));
      }
    }
    boolean sequences = site.isRead(0);
    boolean states = site.isRead(1) || site.isRead(2);
    boolean last = sequences && !both && SequenceReaders.takeLast(site);
    boolean returnState = sequences ? states || last : site.isRead(2);
    Layer<?> layer = weights.layer(plain, sequences, returnState, backwards);
    List<Tensor> values = new ArrayList<>(weights.of(layer, 0));
    if (both) {
      values.addAll(weights.of(layer, 1));
      LayerNode inner = new LayerNode(weights.kind(), layer);
      layer = Bidirectional.DEFAULTS.layer(inner);
    }
    List<KerasTensor> outputs = site.layers().applyAll(layer, site.name(), inputs, values);
    List<ElementaryAxis> units = ElementaryAxis.axis(Dim.of(weights.units()));
    List<ElementaryAxis> way = both ? List.of(new ElementaryAxis(Dim.of(2))) : List.of();
    List<ElementaryAxis> wide = new ArrayList<>(way);
    wide.addAll(units);
    List<ElementaryAxis> samples = x.seen().get(batch);
    List<ElementaryAxis> steps = given.seen().get(time);
    if (sequences) {
      // Keras gives the entries in the order of its steps, ONNX in that of time.
      List<ElementaryAxis> ahead = x.seen().get(time);
      boolean back = backwards && ahead.size() == 1;
      List<ElementaryAxis> walked = back ? List.of(ahead.get(0).reversed()) : ahead;
      List<List<ElementaryAxis>> axes = List.of(samples, walked, wide);
      List<List<ElementaryAxis>> seen =
          time == 0 ? List.of(steps, way, samples, units) : List.of(samples, steps, way, units);
      site.put(0, new AxisLayout(outputs.get(0), axes, seen));
      if (last) {
        site.layers().noteLastStep(outputs.get(0), outputs.get(1));
      }
    }
    List<List<ElementaryAxis>> seen =
        time == 0 ? List.of(way, samples, units) : List.of(samples, way, units);
    List<List<ElementaryAxis>> axes = List.of(samples, wide);
    int each = weights.statesEach();
    for (int i = 0; i < 2; i++) {
      if (site.isRead(1 + i)) {
        KerasTensor state = outputs.get(returnState && (sequences || i > 0) ? 1 + i : 0);
        if (both && (sequences || i > 0)) {
          List<KerasTensor> ways = List.of(outputs.get(1 + i), outputs.get(1 + each + i));
          state = site.layers().merge(Concatenate.DEFAULTS, site.name() + "_state", ways);
        }
        site.put(1 + i, new AxisLayout(state, axes, seen));
      }
    }
  }
}
