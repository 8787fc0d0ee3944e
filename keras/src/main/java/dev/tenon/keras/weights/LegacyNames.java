package dev.tenon.keras.weights;

import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.KerasGeneration;
import java.util.List;

/**
 * Names in HDF5 files that keep weights layer by layer.
 *
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/master/keras/src/legacy/saving/legacy_h5_format.py">Keras:
 *     save_weights_to_hdf5_group</a>
 */
public final class LegacyNames {
  /** The group with the weights in a file that holds a whole model. */
  public static final String MODEL = "model_weights";

  /** The attribute that lists the layers. */
  public static final String LAYERS = "layer_names";

  /** The attribute of a group that lists the weights in it. */
  public static final String WEIGHTS = "weight_names";

  /** The group with the variables of the optimizer. */
  public static final String OPTIMIZER = "optimizer_weights";

  /** Begins the name of a group that Keras does not know, and must not see. */
  public static final String TENON = "tenon_";

  /** Ends the names of TensorFlow's variables; those of Theano and Keras 3 have no end. */
  private static final String OUTPUT = ":0";

  private LegacyNames() {}

  /** Says whether TensorFlow gave a variable its name. */
  public static boolean isOfTensorFlow(String name) {
    return name.endsWith(OUTPUT);
  }

  /** Returns the names of a layer's weights, which differ within the layer. */
  public static List<String> of(List<Parameter> weights, KerasGeneration generation) {
    String end = generation == KerasGeneration.TF_KERAS ? OUTPUT : "";
    UniqueNames taken = new UniqueNames();
    return weights.stream().map(weight -> taken.unique(path(weight)) + end).toList();
  }

  /** Returns a name without empty parts, which HDF5 would not keep apart. */
  private static String path(Parameter parameter) {
    return parameter.path().replaceAll("/+", "/").replaceAll("^/|/$", "");
  }
}
