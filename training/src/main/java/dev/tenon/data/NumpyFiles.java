package dev.tenon.data;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npy;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads and writes NumPy's files: {@code .npy}, which holds one array, and {@code .npz}, which
 * holds several by name.
 *
 * <pre>{@code
 * Map<String, Tensor> arrays = NumpyFiles.loadz(Path.of("data.npz"));
 * model.fit(arrays.get("x_train"), arrays.get("y_train"));
 * NumpyFiles.save(Path.of("predictions.npy"), model.predict(arrays.get("x_test")));
 * }</pre>
 *
 * <p>Numbers of every width, bools and strings are read, in either byte order and either order of
 * axes. Arrays of Python objects are refused: NumPy keeps them as pickles, which run code.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/routines.io.html">NumPy: input and
 *     output</a>
 */
public final class NumpyFiles {
  private NumpyFiles() {}

  /**
   * Returns the array of a {@code .npy} file, as {@code numpy.load} does.
   *
   * @throws IOException where the file cannot be opened
   * @throws MalformedModelException where it is not such a file, is truncated or damaged
   * @throws UnsupportedModelException where its elements are objects, records or complex numbers
   */
  public static Tensor load(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      if (startsWith(source, 'P', 'K')) {
        throw new MalformedModelException(
            source.name(),
            "is a zip archive; expected a single array (.npy): read an .npz by NumpyFiles.loadz");
      }
      return Npy.read(source);
    }
  }

  /**
   * Returns the arrays of an {@code .npz} file by name, in the file's order.
   *
   * @throws IOException where the file cannot be opened
   * @throws MalformedModelException where it is not such a file, is truncated or damaged
   * @throws UnsupportedModelException where elements are objects, records or complex numbers
   */
  public static Map<String, Tensor> loadz(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      if (startsWith(source, 0x93, 'N')) {
        throw new MalformedModelException(
            source.name(),
            "is a single array (.npy); expected an archive (.npz): read it by NumpyFiles.load");
      }
      return Npz.read(source);
    }
  }

  /**
   * Writes an array as {@code numpy.save} does.
   *
   * <p>An existing file is replaced when the new one is complete. NumPy has no bfloat16; such an
   * array is written as two bytes an element without a type, as ml_dtypes does.
   *
   * @throws IOException where writing fails
   */
  public static void save(Path path, Tensor array) throws IOException {
    Npy.write(path, array);
  }

  /**
   * Writes arrays by name, uncompressed, as {@code numpy.savez} does.
   *
   * <p>An existing file is replaced when the new one is complete.
   *
   * @throws IOException where writing fails
   */
  public static void savez(Path path, Map<String, Tensor> arrays) throws IOException {
    Npz.write(path, arrays);
  }

  private static boolean startsWith(Source source, int first, int second) {
    if (source.size() < 2) {
      return false;
    }
    ByteBuffer start = source.slice(0, 2);
    return (start.get(0) & 0xff) == first && (start.get(1) & 0xff) == second;
  }
}
