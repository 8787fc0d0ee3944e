package dev.tenon.formats.npz;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.pickle.Pickle;
import dev.tenon.formats.pickle.PickledArray;
import dev.tenon.formats.pickle.PickledList;
import dev.tenon.formats.zip.ZipArchive;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes archives of NumPy arrays ({@code .npz}). */
public final class Npz {
  private Npz() {}

  /**
   * Returns all arrays by name (without {@code .npy}), in the archive's order.
   *
   * <p>Stored little-endian numbers are views of the file, so reading costs little.
   *
   * @throws MalformedModelException if the archive is damaged
   * @throws UnsupportedModelException if an array has objects, records or complex numbers
   */
  public static Map<String, Tensor> read(Source source) {
    ZipArchive archive = ZipArchive.open(source);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String entry : archive.names()) {
      if (!entry.endsWith(".npy")) {
        throw new MalformedModelException(
            source.name(),
            "holds '"
                + entry
                + "'; an .npz archive holds .npy arrays only: this is another kind of zip file");
      }
      ByteBuffer bytes = archive.entry(entry);
      if (bytes != null) {
        String name = entry.substring(0, entry.length() - ".npy".length());
        tensors.put(name, Npy.read(source.name() + ": array '" + name + "'", bytes));
      }
    }
    return tensors;
  }

  /**
   * Returns the elements of an array of Python objects, such as lists of different lengths.
   *
   * <p>NumPy keeps them as a pickle, of which data only is read: see {@link Pickle}.
   *
   * @param name the array's name, without {@code .npy}
   * @throws MalformedModelException if the archive has no such array, or is damaged
   * @throws UnsupportedModelException if the pickle contains or calls anything else
   */
  public static PickledList objects(Source source, String name) {
    String where = source.name() + ": array '" + name + "'";
    NpyHeader header = NpyHeader.read(where, entry(source, name));
    if (header.descr().startsWith("|O")
        && Pickle.read(where, entry(source, name).position(header.offset()))
            instanceof PickledArray array
        && array.objects() != null) {
      return array.objects();
    }
    throw new MalformedModelException(where, "expected Python objects, received numbers");
  }

  /**
   * Returns one array of an archive.
   *
   * @param name the array's name, without {@code .npy}
   * @throws MalformedModelException if the archive has no such array, or is damaged
   * @throws UnsupportedModelException if it has objects, records or complex numbers
   */
  public static Tensor array(Source source, String name) {
    return Npy.read(source.name() + ": array '" + name + "'", entry(source, name));
  }

  private static ByteBuffer entry(Source source, String name) {
    ZipArchive archive = ZipArchive.open(source);
    ByteBuffer bytes = archive.entry(name + ".npy");
    if (bytes == null) {
      throw new MalformedModelException(
          source.name(), "has no array '" + name + "'; it has " + archive.names());
    }
    return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes arrays, uncompressed, as {@code numpy.savez} does.
   *
   * <p>bfloat16, which NumPy does not have, is written as two bytes without a type, as ml_dtypes
   * does. An existing file is replaced only when the new one is complete.
   *
   * @throws IOException if writing fails
   */
  public static void write(Path path, Map<String, Tensor> tensors) throws IOException {
    NpzWriter.write(path, tensors);
  }
}
