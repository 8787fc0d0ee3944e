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
 * Reads and writes NumPy's files: {@code .npy} with one array and {@code .npz} with named arrays.
 *
 * <pre>{@code
 * Map<String, Tensor> arrays = NumpyFiles.loadz(Path.of("data.npz"));
 * model.fit(arrays.get("x_train"), arrays.get("y_train"));
 * NumpyFiles.save(Path.of("predictions.npy"), model.predict(arrays.get("x_test")));
 * }</pre>
 *
 * <p>The element types are integers and floats of every width, booleans and strings, in both byte
 * orders and both axis orders. Arrays of Python objects are refused, since NumPy stores them as
 * pickles, which run code.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/routines.io.html">NumPy: input and
 *     output</a>
 */
public final class NumpyFiles {
  private NumpyFiles() {}

  /**
   * Returns the array of a {@code .npy} file, as {@code numpy.load} does.
   *
   * @param path the file
   * @throws IOException if the file cannot be opened
   * @throws MalformedModelException if the file is not a {@code .npy} file, truncated or damaged
   * @throws UnsupportedModelException if elements are objects, records or complex numbers
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
   * @param path the file
   * @throws IOException if the file cannot be opened
   * @throws MalformedModelException if the file is not an {@code .npz} file, truncated or damaged
   * @throws UnsupportedModelException if elements are objects, records or complex numbers
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
   * Writes an array to a {@code .npy} file, as {@code numpy.save} does.
   *
   * <p>The new file replaces an existing one only when it is complete. NumPy has no bfloat16; such
   * elements are written as two bytes without a type, as ml_dtypes does.
   *
   * @param path the file
   * @param array the array
   * @throws IOException if the file cannot be written
   */
  public static void save(Path path, Tensor array) throws IOException {
    Npy.write(path, array);
  }

  /**
   * Writes named arrays to an uncompressed {@code .npz} file, as {@code numpy.savez} does.
   *
   * <p>The new file replaces an existing one only when it is complete.
   *
   * @param path the file
   * @param arrays the arrays by name
   * @throws IOException if the file cannot be written
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
