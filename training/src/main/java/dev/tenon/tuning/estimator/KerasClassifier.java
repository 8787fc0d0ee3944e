package dev.tenon.tuning.estimator;

import dev.tenon.Model;
import dev.tenon.losses.Loss;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Keras model that tells classes apart, as an estimator.
 *
 * <p>Labels are integers, texts or yes and no, one a sample; they are numbered in ascending order.
 * A model of one output number learns yes and no: its targets are 0 and 1. A model of more learns
 * numbers where its loss is a sparse one, and rows of shares otherwise. One-hot rows are taken as
 * labels too: their classes are the numbers of the columns.
 *
 * <pre>{@code
 * KerasClassifier classifier =
 *     new KerasClassifier(params -> build(params.integer("units")), Map.of("units", 8))
 *         .fitOptions(fit().epochs(50).verbose(0));
 * }</pre>
 *
 * @see <a href="https://adriangb.com/scikeras/stable/">SciKeras: KerasClassifier</a>
 */
public final class KerasClassifier extends KerasEstimator<KerasClassifier>
    implements Classifier<KerasClassifier> {
  private @Nullable Tensor classes;

  /**
   * Describes a classifier.
   *
   * @param function makes a compiled model whose output are probabilities
   * @param defaults every hyperparameter that it asks for
   */
  public KerasClassifier(ModelFunction function, Map<String, ?> defaults) {
    super(function, defaults);
  }

  @Override
  KerasClassifier self() {
    return this;
  }

  @Override
  KerasClassifier copy(ModelFunction sameFunction, Map<String, ?> sameDefaults) {
    return new KerasClassifier(sameFunction, sameDefaults);
  }

  @Override
  Tensor targets(Model built, Tensor y) {
    UniqueLabels labels = UniqueLabels.of(y);
    int width = width(built);
    int outputs = Math.max(2, width);
    if (labels.count() > outputs) {
      throw new IllegalArgumentException(
          "the targets have "
              + labels.count()
              + " classes, the model's output is for "
              + outputs
              + ": give its last layer a unit for each class");
    }
    classes = labels.classes();
    if (width == 1) {
      return labels.codes(DType.FLOAT32).reshape(-1, 1);
    }
    return isSparse(built) ? labels.codes(DType.INT32) : labels.oneHot(width);
  }

  private static int width(Model built) {
    long width = built.outputs().get(0).shape().length(-1);
    return Math.toIntExact(width);
  }

  private static boolean isSparse(Model built) {
    CompileOptions compiled = built.info().compiled();
    Object loss =
        compiled == null || compiled.losses().isEmpty()
            ? ""
            : compiled.losses().values().iterator().next();
    String name = loss instanceof Loss known ? known.className() : loss.toString();
    return name.toLowerCase(Locale.ROOT).startsWith("sparse");
  }

  @Override
  public Tensor classes() {
    model();
    return Objects.requireNonNull(classes);
  }

  /** Returns the label of each sample that is most probable. */
  @Override
  public Tensor predict(Tensor x) {
    return UniqueLabels.take(classes(), predictProba(x).argMax(-1));
  }

  /**
   * Returns probabilities of shape (samples, classes).
   *
   * <p>A model of one output number gives the second of two. Where the model has more outputs than
   * there were classes, such as in a fold without one of them, those that were never learned are
   * left out and the others are made to add up to 1.
   */
  @Override
  public Tensor predictProba(Tensor x) {
    Tensor outputs = outputs(x);
    if (outputs.rank() != 2) {
      throw new IllegalArgumentException(
          "a classifier's model gives (samples, classes), this one " + outputs.shapeString());
    }
    int known = Math.toIntExact(classes().dim(0));
    int samples = Math.toIntExact(outputs.dim(0));
    int width = Math.toIntExact(outputs.dim(1));
    if (width == known) {
      return outputs;
    }
    float[] given = outputs.toFloatArray();
    float[] shares = new float[samples * known];
    for (int i = 0; i < samples; i++) {
      if (width == 1) {
        shares[i * known] = known == 1 ? 1 : 1 - given[i];
        if (known > 1) {
          shares[i * known + 1] = given[i];
        }
      } else {
        share(given, i * width, shares, i * known, known);
      }
    }
    return Tensor.of(shares, samples, known);
  }

  private static void share(float[] from, int at, float[] to, int start, int count) {
    float sum = 0;
    for (int k = 0; k < count; k++) {
      sum += from[at + k];
    }
    for (int k = 0; k < count; k++) {
      to[start + k] = sum > 0 ? from[at + k] / sum : 1f / count;
    }
  }
}
