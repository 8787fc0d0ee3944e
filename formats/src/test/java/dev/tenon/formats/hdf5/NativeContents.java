package dev.tenon.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.hdf5.global.hdf5.*;

import dev.tenon.formats.hdf5.writer.NativeHdf5;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.hdf5.H5L_info2_t;
import org.bytedeco.hdf5.H5L_iterate2_t;
import org.bytedeco.hdf5.H5O_info2_t;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/** Everything that the native library finds in a file, a line for each object and attribute. */
public final class NativeContents {
  private static final int LONGEST_NAME = 70_000;

  private final List<String> lines = new ArrayList<>();

  private NativeContents() {}

  public static List<String> of(Path path) throws IOException {
    NativeHdf5.load();
    synchronized (NativeHdf5.LOCK) {
      try (PointerScope scope = new PointerScope()) {
        assertThat(scope).isNotNull();
        long file = H5Fopen(new BytePointer(path.toString()), H5F_ACC_RDONLY, 0);
        assertThat(file).as("%s opens", path).isNotNegative();
        NativeContents contents = new NativeContents();
        contents.object(H5Oopen(file, new BytePointer("/"), 0), "/");
        assertThat(H5Fclose(file)).isNotNegative();
        return contents.lines;
      }
    }
  }

  private void object(long object, String path) {
    assertThat(object).as("%s opens", path).isNotNegative();
    if (H5Iget_type(object) == H5I_GROUP) {
      lines.add(path + " group");
      attributes(object, path);
      members(object, path);
    } else {
      long type = H5Dget_type(object);
      long space = H5Dget_space(object);
      long creation = H5Dget_create_plist(object);
      assertThat(H5Pget_layout(creation)).isEqualTo(H5D_CONTIGUOUS);
      lines.add(path + " dataset " + describe(type, space) + values(object, type, space, true));
      attributes(object, path);
      assertThat(H5Pclose(creation) | H5Sclose(space) | H5Tclose(type)).isZero();
    }
    assertThat(H5Oclose(object)).isNotNegative();
  }

  private void members(long group, String path) {
    List<byte[]> names = new ArrayList<>();
    try (H5L_iterate2_t collect = new Names(names)) {
      long[] start = {0};
      assertThat(H5Literate2(group, H5_INDEX_NAME, H5_ITER_INC, start, collect, null)).isZero();
    }
    for (byte[] name : names) {
      String member = new String(name, StandardCharsets.UTF_8);
      String full = path.endsWith("/") ? path + member : path + "/" + member;
      // By the name: what the tree says of the order must fit the names.
      byte[] terminated = Arrays.copyOf(name, name.length + 1);
      object(H5Oopen(group, new BytePointer(terminated), 0), full);
    }
  }

  /** Collects the names of a group's members. */
  private static final class Names extends H5L_iterate2_t {
    private final List<byte[]> names;

    Names(List<byte[]> names) {
      this.names = names;
    }

    @Override
    public int call(long group, BytePointer name, H5L_info2_t info, Pointer data) {
      names.add(name.getStringBytes());
      return 0;
    }
  }

  private void attributes(long object, String path) {
    byte[] name = new byte[LONGEST_NAME];
    H5O_info2_t info = new H5O_info2_t();
    assertThat(H5Oget_info3(object, info, H5O_INFO_NUM_ATTRS)).isNotNegative();
    for (int i = 0; i < info.num_attrs(); i++) {
      long attribute = H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, i, 0, 0);
      assertThat(attribute).as("attribute %d of %s", i, path).isNotNegative();
      String full = path + "@" + text(name, H5Aget_name(attribute, name.length, name));
      long type = H5Aget_type(attribute);
      long space = H5Aget_space(attribute);
      lines.add(full + " " + describe(type, space) + values(attribute, type, space, false));
      assertThat(H5Sclose(space) | H5Tclose(type) | H5Aclose(attribute)).isZero();
    }
  }

  private static String text(byte[] name, long length) {
    assertThat(length).isBetween(0L, (long) name.length - 1);
    return new String(name, 0, (int) length, StandardCharsets.UTF_8);
  }

  /** Returns the type as the library would store it, and the shape. */
  private static String describe(long type, long space) {
    SizeTPointer size = new SizeTPointer(1);
    assertThat(H5Tencode(type, null, size)).isNotNegative();
    BytePointer encoded = new BytePointer(size.get());
    assertThat(H5Tencode(type, encoded, size)).isNotNegative();
    byte[] bytes = new byte[(int) size.get()];
    encoded.get(bytes);
    long[] shape = new long[H5Sget_simple_extent_ndims(space)];
    long[] most = new long[shape.length];
    assertThat(H5Sget_simple_extent_dims(space, shape, most)).isEqualTo(shape.length);
    assertThat(most).isEqualTo(shape);
    String kind = H5Sget_simple_extent_type(space) == H5S_SCALAR ? "scalar" : "simple";
    return HexFormat.of().formatHex(bytes) + " " + kind + Arrays.toString(shape) + " ";
  }

  private static String values(long object, long type, long space, boolean dataset) {
    long count = H5Sget_simple_extent_npoints(space);
    if (count == 0) {
      return "nothing";
    }
    boolean text = H5Tis_variable_str(type) > 0;
    BytePointer bytes = new BytePointer(count * H5Tget_size(type));
    Pointer target = text ? new PointerPointer<>(bytes) : bytes;
    int status = dataset ? H5Dread(object, type, 0, 0, 0, target) : H5Aread(object, type, target);
    assertThat(status).isNotNegative();
    if (text) {
      List<String> strings = new ArrayList<>();
      PointerPointer<BytePointer> pointers = new PointerPointer<>(target);
      for (long i = 0; i < count; i++) {
        BytePointer string = pointers.get(BytePointer.class, i);
        strings.add(string == null ? "null" : "'" + string.getString(StandardCharsets.UTF_8) + "'");
      }
      assertThat(H5Treclaim(type, space, 0, target)).isNotNegative();
      return strings.toString();
    }
    byte[] copy = new byte[(int) (count * H5Tget_size(type))];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
