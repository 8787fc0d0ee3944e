package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The Adafactor optimizer, which stores row and column averages of squared gradients instead of one
 * for each element.
 *
 * <p>With {@code b = 1 - t^beta2Decay}, {@code r} and {@code c} average {@code g² + epsilon1} over
 * columns and rows. {@code v = r c / mean(r)}, {@code u = g / sqrt(v)}, {@code w -= max(epsilon2,
 * rms(w)) min(rate, 1 / sqrt(t)) u / max(1, rms(u) / clipThreshold)}.
 *
 * @param learningRate the learning rate or its schedule; 0.001 by default; a step has at most
 *     {@code 1 / sqrt(t)}
 * @param beta2Decay the power of the step's number in the decay rate, at most 0; -0.8 by default
 * @param epsilon1 the constant that is added to squared gradients, at least 0; 1e-30 by default
 * @param epsilon2 the smallest root mean square of a weight in the step size, at least 0; 0.001 by
 *     default
 * @param clipThreshold the largest root mean square of an update, more than 0; 1 by default
 * @param relativeStep without effect, since Keras bounds the step in both cases; true by default
 * @param options the options of all optimizers
 * @see <a href="https://keras.io/api/optimizers/adafactor/">Keras: Adafactor</a>
 * @see <a href="https://arxiv.org/abs/1804.04235">Shazeer and Stern, 2018</a>
 */
@Setters
public record Adafactor(
    LearningRateSchedule learningRate,
    double beta2Decay,
    double epsilon1,
    double epsilon2,
    double clipThreshold,
    boolean relativeStep,
    OptimizerOptions options)
    implements Optimizer, AdafactorSetters {
  /** The optimizer with Keras' default arguments. */
  public static final Adafactor DEFAULTS =
      new Adafactor(new ConstantRate(0.001), -0.8, 1e-30, 1e-3, 1, true, OptimizerOptions.DEFAULTS);

  private static final String ROWS = "r";
  private static final String COLUMNS = "c";
  private static final String VELOCITY = "velocity";

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Adafactor {
    OptimizerArguments.atMost("beta2Decay", beta2Decay, 0);
    OptimizerArguments.atLeast("epsilon1", epsilon1, 0);
    OptimizerArguments.atLeast("epsilon2", epsilon2, 0);
    OptimizerArguments.moreThan("clipThreshold", clipThreshold, 0);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    Slot velocity = Slot.of(weight, VELOCITY);
    List<Long> shape = velocity.shape();
    int rank = shape.size();
    if (rank < 2) {
      return List.of(Slot.unused(ROWS), Slot.unused(COLUMNS), velocity);
    }
    List<Long> columns = new ArrayList<>(shape);
    columns.remove(rank - 2);
    return List.of(
        Slot.of(weight, ROWS).shaped(shape.subList(0, rank - 1)),
        Slot.of(weight, COLUMNS).shaped(columns),
        velocity);
  }

  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    Ops ops = step.ops();
    Value number = MovingAverages.number(step, weight.dtype());
    Value limit = ops.div(ops.scalar(number, 1), ops.sqrt(number));
    Value rate = ops.min(MovingAverages.rate(step, weight), limit);
    Value size = ops.max(rms(ops, step.read(weight)), epsilon2);
    Value old = ops.sub(1, ops.pow(number, ops.scalar(number, beta2Decay)));
    Value squares = ops.add(gradient.squares(), epsilon1);
    Value velocity;
    if (squares.rank() >= 2) {
      Value rows = move(step, weight, ROWS, ops.reduceMean(squares, false, -1), old);
      Value columns = move(step, weight, COLUMNS, ops.reduceMean(squares, false, -2), old);
      Value share = ops.div(rows, ops.reduceMean(rows, true, -1));
      velocity = ops.mul(ops.unsqueeze(share, -1), ops.unsqueeze(columns, -2));
      step.assignSlot(weight, VELOCITY, velocity);
    } else {
      velocity = move(step, weight, VELOCITY, squares, old);
    }
    Value direction = ops.div(gradient.whole(), ops.sqrt(velocity));
    Value length = ops.sqrt(MovingAverages.mean(ops, ops.div(gradient.squares(), velocity)));
    Value excess = ops.max(ops.div(length, clipThreshold), 1);
    Value change = ops.mul(ops.div(direction, excess), ops.mul(size, rate));
    step.assign(weight, ops.sub(step.read(weight), change));
  }

  private static Value move(
      OptimizerStep step, Parameter weight, String slot, Value now, Value old) {
    Ops ops = step.ops();
    Value next = ops.add(ops.mul(step.readSlot(weight, slot), old), ops.mul(now, ops.sub(1, old)));
    step.assignSlot(weight, slot, next);
    return next;
  }

  private static Value rms(Ops ops, Value x) {
    return ops.sqrt(MovingAverages.mean(ops, MovingAverages.square(ops, x)));
  }
}
