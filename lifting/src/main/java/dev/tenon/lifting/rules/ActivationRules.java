package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.layers.activation.Activation;
import dev.tenon.layers.activation.ELU;
import dev.tenon.layers.activation.LeakyReLU;
import dev.tenon.layers.activation.PReLU;
import dev.tenon.layers.activation.ReLU;
import dev.tenon.layers.activation.Softmax;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.merging.Add;
import dev.tenon.layers.merging.Multiply;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.FixedNumbers;
import dev.tenon.lifting.walk.LayerChain;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.lifting.walk.Orders;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes activation functions. */
final class ActivationRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL = new HashMap<>();

  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;
  private static final double CUBE = 0.044715;
  private static final double ROOT = Math.sqrt(2 / Math.PI);

  static {
    ALL.put(Unary.Relu.class, site -> site.elementwise(ReLU.DEFAULTS));
    ALL.put(Unary.Sigmoid.class, site -> site.elementwise(named("sigmoid")));
    ALL.put(Unary.Tanh.class, site -> site.elementwise(named("tanh")));
    ALL.put(Unary.Softplus.class, site -> site.elementwise(named("softplus")));
    ALL.put(Unary.Softsign.class, site -> site.elementwise(named("softsign")));
    ALL.put(Unary.Exp.class, site -> site.elementwise(named("exponential")));
    ALL.put(Unary.Mish.class, ActivationRules::mish);
    ALL.put(Unary.HardSwish.class, site -> gated(site, line(site, 1.0 / 6, 0.5)));
    ALL.put(Activations.HardSigmoid.class, ActivationRules::hardSigmoid);
    ALL.put(Activations.Swish.class, ActivationRules::swish);
    ALL.put(Activations.Elu.class, ActivationRules::elu);
    ALL.put(Activations.Selu.class, ActivationRules::selu);
    ALL.put(Activations.Gelu.class, ActivationRules::gelu);
    ALL.put(Activations.LeakyRelu.class, ActivationRules::leakyRelu);
    ALL.put(Activations.ThresholdedRelu.class, ActivationRules::threshold);
    ALL.put(Activations.Softmax.class, ActivationRules::softmax);
    ALL.put(Activations.LogSoftmax.class, ActivationRules::logSoftmax);
    ALL.put(Binary.PRelu.class, ActivationRules::prelu);
    ALL.put(Variadic.Clip.class, ActivationRules::clip);
    ALL.put(Unary.Abs.class, BoundRules::absolute);
  }

  private ActivationRules() {}

  private static Activation named(String name) {
    return new Activation(KerasObject.of(name));
  }

  private static KerasTensor x(LiftContext site) {
    return site.held(0).tensor();
  }

  /** Multiplies the operand by a tensor that was made of it. */
  private static void gated(LiftContext site, KerasTensor gate) {
    AxisLayout x = site.held(0);
    List<KerasTensor> both = List.of(x.tensor(), gate);
    site.put(x.with(site.layers().merge(Multiply.DEFAULTS, site.name(), both)));
  }

  /** Returns a line limited to 0..1, which both generations of Keras spell otherwise. */
  private static KerasTensor line(LiftContext site, double slope, double offset) {
    KerasTensor line =
        site.layers().apply(new Rescaling(slope, offset), site.name() + "_line", x(site));
    return site.layers().apply(ReLU.DEFAULTS.maxValue(1.0), site.name() + "_limit", line);
  }

  private static void hardSigmoid(LiftContext site) {
    Activations.HardSigmoid hard = site.operator(Activations.HardSigmoid.class);
    AxisLayout x = site.held(0);
    double slope = FixedNumbers.decimal(hard.alpha());
    site.put(x.with(line(site, slope, FixedNumbers.decimal(hard.beta()))));
  }

  private static void swish(LiftContext site) {
    double alpha = FixedNumbers.decimal(site.operator(Activations.Swish.class).alpha());
    if (alpha == 1) {
      site.elementwise(named("swish"));
      return;
    }
    KerasTensor scaled =
        site.layers().apply(new Rescaling(alpha, 0.0), site.name() + "_scale", x(site));
    gated(site, site.layers().apply(named("sigmoid"), site.name() + "_gate", scaled));
  }

  private static void mish(LiftContext site) {
    KerasTensor soft = site.layers().apply(named("softplus"), site.name() + "_softplus", x(site));
    gated(site, site.layers().apply(named("tanh"), site.name() + "_tanh", soft));
  }

  private static void elu(LiftContext site) {
    double alpha = FixedNumbers.decimal(site.operator(Activations.Elu.class).alpha());
    site.elementwise(new ELU(alpha));
  }

  private static void selu(LiftContext site) {
    Activations.Selu selu = site.operator(Activations.Selu.class);
    if (selu.alpha() != SELU_ALPHA || selu.gamma() != SELU_GAMMA) {
      throw new NoEquivalentLayerException("has other numbers than Keras' selu");
    }
    site.elementwise(named("selu"));
  }

  private static void gelu(LiftContext site) {
    if (!site.operator(Activations.Gelu.class).approximate().equals("tanh")) {
      site.elementwise(named("gelu"));
      return;
    }
    // A file cannot name Keras' approximate form; its parts are layers.
    LayerChain layers = site.layers();
    KerasTensor x = x(site);
    String name = site.name();
    KerasTensor cube = layers.merge(Multiply.DEFAULTS, name + "_cube", List.of(x, x, x));
    KerasTensor part = layers.apply(new Rescaling(CUBE, 0.0), name + "_part", cube);
    KerasTensor sum = layers.merge(Add.DEFAULTS, name + "_sum", List.of(x, part));
    KerasTensor scaled = layers.apply(new Rescaling(ROOT, 0.0), name + "_scale", sum);
    KerasTensor tanh = layers.apply(named("tanh"), name + "_tanh", scaled);
    gated(site, layers.apply(new Rescaling(0.5, 0.5), name + "_gate", tanh));
  }

  private static void leakyRelu(LiftContext site) {
    double slope = FixedNumbers.decimal(site.operator(Activations.LeakyRelu.class).alpha());
    site.elementwise(new LeakyReLU(slope));
  }

  private static void threshold(LiftContext site) {
    double theta = FixedNumbers.decimal(site.operator(Activations.ThresholdedRelu.class).alpha());
    // Keras 3 has no ThresholdedReLU; ReLU with a threshold gives the same in both generations.
    site.elementwise(ReLU.DEFAULTS.threshold(theta));
  }

  private static void softmax(LiftContext site) {
    AxisLayout x = site.held(0);
    int axis = x.axis(site.operator(Activations.Softmax.class).axis());
    if (site.layers().attentions().softmax(site, x, axis)) {
      return;
    }
    AxisLayout along = Orders.along(site, x, axis);
    int at = position(site, along, axis);
    boolean last = at == along.axes().size() - 1;
    Softmax layer = Softmax.DEFAULTS.axis(List.of(last ? -1L : at));
    site.put(along.with(site.layers().apply(layer, site.name(), along.tensor())));
  }

  private static int position(LiftContext site, AxisLayout x, int axis) {
    if (x.seen().get(axis).contains(site.batch())) {
      throw new NoEquivalentLayerException("mixes samples: its axis is the batch");
    }
    return x.positionOf(axis);
  }

  private static void logSoftmax(LiftContext site) {
    AxisLayout x = site.held(0);
    int axis = x.axis(site.operator(Activations.LogSoftmax.class).axis());
    AxisLayout along = Orders.along(site, x, axis);
    int at = position(site, along, axis);
    if (at != along.axes().size() - 1) {
      List<Integer> order = new ArrayList<>();
      for (int i : Orders.batchFirst(site, x)) {
        if (i != axis) {
          order.add(i);
        }
      }
      order.add(axis);
      int[] last = order.stream().mapToInt(Integer::intValue).toArray();
      along = AxisLayout.reordered(site.layers().moves().inOrder(x, last, site.name()), x, last);
    }
    KerasTensor output = site.layers().apply(named("log_softmax"), site.name(), along.tensor());
    site.put(along.with(output));
  }

  private static void prelu(LiftContext site) {
    Tensor slope = site.constant(1, "slope");
    AxisLayout x = site.held(0);
    if (slope.size() == 1) {
      site.elementwise(new LeakyReLU(FixedNumbers.decimal(slope.getDouble(0))));
      return;
    }
    int[] order = x.order() == null ? Orders.batchFirst(site, x) : x.order();
    if (order == null || slope.rank() > x.rank()) {
      throw new NoEquivalentLayerException("gives its operand more axes");
    }
    KerasTensor tensor = site.layers().moves().inOrder(x, order, site.name());
    List<Long> shared = new ArrayList<>();
    long[] lengths = new long[order.length];
    int missing = order.length - slope.rank();
    long[] plain = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      plain[i] = i < missing ? 1 : slope.dim(i - missing);
    }
    for (int k = 1; k < order.length; k++) {
      lengths[k] = plain[order[k]];
      if (lengths[k] == 1) {
        shared.add((long) k);
      }
    }
    if (plain[order[0]] != 1) {
      throw new NoEquivalentLayerException("has another slope for each sample");
    }
    Tensor turned = slope.reshape(plain).transpose(order);
    PReLU own = PReLU.DEFAULTS;
    PReLU layer = shared.isEmpty() ? own : own.sharedAxes(shared);
    KerasTensor output = site.layers().apply(layer, site.name(), tensor, List.of(turned));
    site.put(AxisLayout.reordered(output, x, order));
  }

  private static void clip(LiftContext site) {
    Tensor low = site.has(1) ? site.constant(1, "lower bound") : null;
    Tensor high = site.has(2) ? site.constant(2, "upper bound") : null;
    double from = low == null ? Double.NEGATIVE_INFINITY : low.getDouble(0);
    double to = high == null ? Double.POSITIVE_INFINITY : high.getDouble(0);
    if (Math.abs(from) >= Float.MAX_VALUE && Math.abs(to) >= Float.MAX_VALUE) {
      site.put(site.held(0));
      return;
    }
    BoundRules.write(site, site.held(0), from, to);
  }
}
