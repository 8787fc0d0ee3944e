package dev.tenon.formats.hdf5.writer;

import static org.bytedeco.hdf5.global.hdf5.*;

import dev.tenon.formats.JavaCppSettings;
import dev.tenon.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One file of the native HDF5 library.
 *
 * <p>It uses the C interface with numeric handles, so that JavaCPP's cleaner thread never closes
 * one, which would crash the library. All calls hold {@link #LOCK}, and every handle is closed by
 * its opener.
 */
public final class NativeHdf5 {
  public static final Object LOCK = new Object();

  private static final long ALL = 0;
  private static final long DEFAULT = 0;

  private final String name;
  private long file;

  private NativeHdf5(String name, long file) {
    this.name = name;
    this.file = file;
  }

  /** A handle of the library that is to be closed. */
  record Handle(long id, LongUnaryOperator closer) implements AutoCloseable {
    @Override
    public void close() {
      // A failure to close changes nothing that was written; the file's own closing is checked.
      long unused = closer.applyAsLong(id);
    }
  }

  /**
   * Loads the library, at the first call.
   *
   * @throws LinkageError if it is missing, or does not exist for this platform
   */
  public static void load() {
    synchronized (LOCK) {
      JavaCppSettings.apply();
      Loader.load(org.bytedeco.hdf5.global.hdf5.class);
      H5open();
      // The library prints its errors on the console unless told otherwise.
      H5Eset_auto2(DEFAULT, null, null);
    }
  }

  static NativeHdf5 create(String name, Path path) throws IOException {
    synchronized (LOCK) {
      load();
      try (BytePointer text = utf8(path.toString())) {
        long file = H5Fcreate(text, H5F_ACC_TRUNC, DEFAULT, DEFAULT);
        if (file < 0) {
          throw new IOException(name + ": the file cannot be created in " + path.getParent());
        }
        return new NativeHdf5(name, file);
      }
    }
  }

  void group(String path) throws IOException {
    if (path.equals("/") || exists(path)) {
      return;
    }
    try (Handle links = linkProperties();
        BytePointer text = utf8(path)) {
      long group = H5Gcreate2(file(), text, links.id, DEFAULT, DEFAULT);
      opened(group, path, "group").close();
    }
  }

  void dataset(String path, Handle type, Handle space, @Nullable Pointer values)
      throws IOException {
    try (Handle links = linkProperties();
        Handle creation = properties(H5P_CLS_DATASET_CREATE_ID_g());
        BytePointer text = utf8(path)) {
      // Equal models give equal files.
      H5Pset_obj_track_times(creation.id, false);
      long id = H5Dcreate2(file(), text, type.id, space.id, links.id, creation.id, DEFAULT);
      if (id < 0) {
        throw failed("dataset '" + path + "' cannot be created (does it exist?)");
      }
      try (Handle dataset = new Handle(id, h -> H5Dclose(h))) {
        if (values != null && H5Dwrite(dataset.id, type.id, ALL, ALL, DEFAULT, values) < 0) {
          throw failed("the values of dataset '" + path + "' cannot be written (disk full?)");
        }
      }
    }
  }

  void attribute(String path, String attribute, Handle type, Handle space, @Nullable Pointer values)
      throws IOException {
    try (BytePointer objectName = utf8(path);
        BytePointer text = utf8(attribute)) {
      long object = H5Oopen(file(), objectName, DEFAULT);
      if (object < 0) {
        throw failed("there is no '" + path + "' to give the attribute '" + attribute + "'");
      }
      try (Handle owner = new Handle(object, h -> H5Oclose(h));
          Handle created =
              opened(
                  H5Acreate2(owner.id, text, type.id, space.id, DEFAULT, DEFAULT),
                  path + "@" + attribute,
                  "attribute")) {
        if (values != null && H5Awrite(created.id, type.id, values) < 0) {
          throw failed("attribute '" + path + "@" + attribute + "' cannot be written");
        }
      }
    }
  }

  private boolean exists(String path) throws IOException {
    int slash = 0;
    // The library answers only where all groups on the way exist, so each is asked for in turn.
    while (slash >= 0) {
      slash = path.indexOf('/', slash + 1);
      try (BytePointer part = utf8(slash < 0 ? path : path.substring(0, slash))) {
        if (H5Lexists(file(), part, DEFAULT) <= 0) {
          return false;
        }
      }
    }
    return true;
  }

  Handle space(long... shape) throws IOException {
    long id =
        shape.length == 0
            ? H5Screate(H5S_SCALAR)
            : H5Screate_simple(shape.length, shape, (long[]) null);
    if (id < 0) {
      throw failed("a shape of " + shape.length + " axes cannot be written");
    }
    return new Handle(id, h -> H5Sclose(h));
  }

  Handle type(DType dtype) throws IOException {
    return switch (dtype) {
      case FLOAT16 -> float16();
      case BFLOAT16 -> type(H5Tcreate(H5T_OPAQUE, 2));
      case BOOL -> bool();
      case STRING -> variableString();
      case FLOAT32 -> type(H5Tcopy(H5T_IEEE_F32LE_g()));
      case FLOAT64 -> type(H5Tcopy(H5T_IEEE_F64LE_g()));
      case INT8 -> type(H5Tcopy(H5T_STD_I8LE_g()));
      case INT16 -> type(H5Tcopy(H5T_STD_I16LE_g()));
      case INT32 -> type(H5Tcopy(H5T_STD_I32LE_g()));
      case INT64 -> type(H5Tcopy(H5T_STD_I64LE_g()));
      case UINT8 -> type(H5Tcopy(H5T_STD_U8LE_g()));
      case UINT16 -> type(H5Tcopy(H5T_STD_U16LE_g()));
      case UINT32 -> type(H5Tcopy(H5T_STD_U32LE_g()));
      case UINT64 -> type(H5Tcopy(H5T_STD_U64LE_g()));
      default -> throw failed("numbers of " + dtype.numpyName() + " cannot be written");
    };
  }

  Handle fixedString(int width) throws IOException {
    Handle type = type(H5Tcopy(H5T_C_S1_g()));
    H5Tset_size(type.id, width);
    H5Tset_strpad(type.id, H5T_STR_NULLPAD);
    return type;
  }

  private Handle variableString() throws IOException {
    Handle type = type(H5Tcopy(H5T_C_S1_g()));
    H5Tset_size(type.id, H5T_VARIABLE);
    H5Tset_cset(type.id, H5T_CSET_UTF8);
    return type;
  }

  /** Narrows the type of 32 bits, since this version of HDF5 names none of 16. */
  private Handle float16() throws IOException {
    Handle type = type(H5Tcopy(H5T_IEEE_F32LE_g()));
    H5Tset_fields(type.id, 15, 10, 5, 0, 10);
    H5Tset_size(type.id, 2);
    H5Tset_ebias(type.id, 15);
    return type;
  }

  /** Makes the choice between FALSE and TRUE that h5py takes for NumPy's bool. */
  private Handle bool() throws IOException {
    Handle type = type(H5Tenum_create(H5T_STD_I8LE_g()));
    try (BytePointer value = new BytePointer(1)) {
      H5Tenum_insert(type.id, "FALSE", value.put((byte) 0));
      H5Tenum_insert(type.id, "TRUE", value.put((byte) 1));
    }
    return type;
  }

  private Handle type(long id) throws IOException {
    if (id < 0) {
      throw failed("an element type cannot be created");
    }
    return new Handle(id, h -> H5Tclose(h));
  }

  private Handle linkProperties() throws IOException {
    Handle links = properties(H5P_CLS_LINK_CREATE_ID_g());
    H5Pset_create_intermediate_group(links.id, 1);
    H5Pset_char_encoding(links.id, H5T_CSET_UTF8);
    return links;
  }

  private Handle properties(long kind) throws IOException {
    long id = H5Pcreate(kind);
    if (id < 0) {
      throw failed("the library gives no properties");
    }
    return new Handle(id, h -> H5Pclose(h));
  }

  private Handle opened(long id, String path, String what) throws IOException {
    if (id < 0) {
      throw failed(what + " '" + path + "' cannot be created (does it exist? is it too large?)");
    }
    return what.equals("group")
        ? new Handle(id, h -> H5Gclose(h))
        : new Handle(id, h -> H5Aclose(h));
  }

  /** Closes the file, which writes the library's buffers. */
  void finish() throws IOException {
    long id = file();
    file = -1;
    if (H5Fclose(id) < 0) {
      throw failed("the file cannot be finished (disk full?)");
    }
  }

  /** Closes the file if it is open, and ignores failures. */
  void abandon() {
    if (file >= 0) {
      H5Fclose(file);
      file = -1;
    }
  }

  private long file() throws IOException {
    if (file < 0) {
      throw new IOException(name + ": the file is closed");
    }
    return file;
  }

  private IOException failed(String what) {
    return new IOException(name + ": " + what);
  }

  private static BytePointer utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new BytePointer(Arrays.copyOf(bytes, bytes.length + 1));
  }
}
