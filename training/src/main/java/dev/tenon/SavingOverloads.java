package dev.tenon;

import dev.tenon.model.SaveReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The forms of paths that {@code save} and the methods of weights take. */
interface SavingOverloads {
  /** The names of files that hold weights alone. */
  Pattern WEIGHTS = Pattern.compile(".*\\.(weights\\.(h5|npz)|safetensors)");

  SaveReport save(Path target) throws IOException;

  Model loadWeights(Path path) throws IOException;

  /**
   * Saves the model to a file or folder by name; see {@link Model#save(Path)}.
   *
   * @param target the file or folder
   * @throws IOException if the file cannot be written
   */
  default SaveReport save(String target) throws IOException {
    RequiredArguments.check(target, "target");
    return save(Path.of(target));
  }

  /**
   * Saves the weights alone: Keras' {@code save_weights}.
   *
   * @param target a name that ends in {@code .weights.h5}, {@code .weights.npz} or {@code
   *     .safetensors}
   * @throws IllegalArgumentException if the name has another end
   * @throws IOException if the file cannot be written
   * @see <a href="https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/">Keras:
   *     save_weights</a>
   */
  default SaveReport saveWeights(Path target) throws IOException {
    RequiredArguments.check(target, "target");
    if (!WEIGHTS.matcher(String.valueOf(target.getFileName())).matches()) {
      throw new IllegalArgumentException(
          "saveWeights(target): expected a name that ends in .weights.h5, .weights.npz or"
              + " .safetensors, received "
              + target
              + "; save(target) writes whole models");
    }
    return save(target);
  }

  /** Saves the weights alone; see {@link #saveWeights(Path)}. */
  default SaveReport saveWeights(String target) throws IOException {
    RequiredArguments.check(target, "target");
    return saveWeights(Path.of(target));
  }

  /** Loads weights from a file by name; see {@link Model#loadWeights(Path)}. */
  default Model loadWeights(String path) throws IOException {
    RequiredArguments.check(path, "path");
    return loadWeights(Path.of(path));
  }
}
