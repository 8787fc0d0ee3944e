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
 * A Keras model that predicts classes, as an estimator with the accuracy as score.
 *
 * <p>Labels are integers, strings or booleans, one for each sample, or one-hot rows, whose classes
 * are the column indices. Classes are sorted. A model with one output unit is trained on 0 and 1.
 * Other models are trained on class indices for a sparse loss, otherwise on one-hot rows.
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
  private transient @Nullable Tensor classes;

  /**
   * Creates a classifier.
   *
   * @param function creates a compiled model whose outputs are probabilities
   * @param defaults a default for each hyperparameter of the function
   * @throws IllegalArgumentException if a default has the name of an argument of {@code fit}
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

  /** Returns the most probable label of each sample. */
  @Override
  public Tensor predict(Tensor x) {
    return UniqueLabels.take(classes(), predictProba(x).argMax(-1));
  }

  /**
   * Returns probabilities of shape (samples, classes).
   *
   * <p>One output unit gives the probability of the second of two classes. If training lacked some
   * of the model's classes, as in a fold, their outputs are dropped and the others normalized.
   *
   * @throws IllegalArgumentException if the output of the model does not have two axes
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
