package dev.tenon.formats.hdf5.writer;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes HDF5 in Java, in the oldest version of the format, as h5py does by default: superblock 0,
 * groups as symbol tables, contiguous datasets.
 *
 * <p>Values go to the file at once. Names and attributes stay in memory until {@link #finish()},
 * which writes the headers, those of members before those of their group, and the superblock last.
 */
final class JavaHdf5Output implements Hdf5Output {
  private static final int SUPERBLOCK = 96;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** How many references to strings are written at once. */
  private static final int REFERENCES = 4096;

  private final String name;
  private final FileSpace file;
  private final GlobalHeapWriter heap;
  private final WrittenObject root = WrittenObject.group();

  /** All objects, each after its group. */
  private final List<WrittenObject> objects = new ArrayList<>(List.of(root));

  private boolean open = true;

  private JavaHdf5Output(String name, FileSpace file) {
    this.name = name;
    this.file = file;
    this.heap = new GlobalHeapWriter(file);
  }

  static JavaHdf5Output create(String name, Path path) throws IOException {
    FileSpace file = FileSpace.create(path);
    try {
      long unused = file.reserve(SUPERBLOCK);
      return new JavaHdf5Output(name, file);
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void group(String path) throws IOException {
    Map<String, WrittenObject> unused = members(path, parts(path), "group");
  }

  @Override
  public void dataset(String path, Tensor tensor) throws IOException {
    HeaderMessage type = type(tensor.dtype());
    List<String> parts = parts(path);
    int last = parts.size() - 1;
    Map<String, WrittenObject> group =
        members(path, parts.subList(0, Math.max(0, last)), "dataset");
    if (last < 0 || group.containsKey(parts.get(last))) {
      throw failed("dataset '" + path + "' cannot be created (does it exist?)");
    }
    WrittenObject dataset = WrittenObject.dataset();
    dataset.messages.add(space(tensor.shape()));
    dataset.messages.add(type);
    dataset.messages.add(HeaderMessage.fillValue());
    try {
      dataset.messages.add(values(tensor));
    } catch (IOException e) {
      throw new IOException(
          name + ": the values of dataset '" + path + "' cannot be written (disk full?)", e);
    }
    group.put(parts.get(last), dataset);
    objects.add(dataset);
  }

  private HeaderMessage values(Tensor tensor) throws IOException {
    if (tensor.size() == 0) {
      return HeaderMessage.contiguous(HeaderMessage.UNDEFINED, 0);
    }
    if (tensor.dtype() == DType.STRING) {
      return strings(tensor.toStringArray());
    }
    ByteBuffer bytes = tensor.bytes();
    return HeaderMessage.contiguous(file.append(bytes), bytes.remaining());
  }

  private HeaderMessage strings(String... strings) throws IOException {
    long size = (long) strings.length * GlobalHeapWriter.REFERENCE;
    long address = file.reserve(size);
    for (int from = 0; from < strings.length; from += REFERENCES) {
      int to = Math.min(strings.length, from + REFERENCES);
      file.fill(
          address + (long) from * GlobalHeapWriter.REFERENCE,
          ByteBuffer.wrap(references(Arrays.copyOfRange(strings, from, to))));
    }
    return HeaderMessage.contiguous(address, size);
  }

  private byte[] references(String... strings) throws IOException {
    ByteBuffer references = FileSpace.block(strings.length * GlobalHeapWriter.REFERENCE);
    for (String string : strings) {
      heap.add(string, references);
    }
    return copy(references.rewind());
  }

  @Override
  public void attribute(String path, String attribute, Tensor value) throws IOException {
    boolean text = value.dtype() == DType.STRING;
    long size = (long) value.size() * (text ? GlobalHeapWriter.REFERENCE : value.dtype().bytes());
    attribute(
        path,
        attribute,
        new Described(type(value.dtype()), space(value.shape()), size),
        () -> text ? references(value.toStringArray()) : copy(value.bytes()));
  }

  @Override
  public void fixedStrings(String path, String attribute, int width, List<byte[]> strings)
      throws IOException {
    attribute(
        path,
        attribute,
        new Described(
            HeaderMessage.dataType(DataTypeEncoding.fixedString(width)),
            HeaderMessage.space(strings.size()),
            (long) width * strings.size()),
        () -> StringLists.padded(strings, width));
  }

  /**
   * What an attribute holds.
   *
   * @param size its values' bytes in the attribute
   */
  private record Described(HeaderMessage type, HeaderMessage space, long size) {}

  private interface Values {
    byte[] bytes() throws IOException;
  }

  private void attribute(String path, String attribute, Described what, Values values)
      throws IOException {
    WrittenObject object = find(path);
    if (object == null) {
      throw failed("there is no '" + path + "' to give the attribute '" + attribute + "'");
    }
    String full = path + "@" + attribute;
    boolean fits =
        HeaderMessage.attributeSize(attribute, what.type, what.space, what.size)
            <= HeaderMessage.LARGEST;
    boolean room = object.messages.size() < HeaderMessage.MOST;
    if (!fits || !room || attribute.indexOf('\0') >= 0 || !object.attributes.add(attribute)) {
      throw failed("attribute '" + full + "' cannot be created (does it exist? is it too large?)");
    }
    try {
      object.messages.add(
          HeaderMessage.attribute(attribute, what.type, what.space, values.bytes()));
    } catch (IOException e) {
      throw new IOException(name + ": attribute '" + full + "' cannot be written (disk full?)", e);
    }
  }

  private static byte[] copy(ByteBuffer values) {
    byte[] copy = new byte[values.remaining()];
    values.get(copy);
    return copy;
  }

  private @Nullable WrittenObject find(String path) throws IOException {
    checkOpen();
    WrittenObject object = root;
    for (String part : parts(path)) {
      Map<String, WrittenObject> members = object.members;
      WrittenObject member = members == null ? null : members.get(part);
      if (member == null) {
        return null;
      }
      object = member;
    }
    return object;
  }

  /** Returns what the group at a path holds; creates it and the groups on the way. */
  private Map<String, WrittenObject> members(String path, List<String> parts, String what)
      throws IOException {
    checkOpen();
    WrittenObject group = root;
    for (String part : parts) {
      if (group.members == null) {
        break;
      }
      WrittenObject member = group.members.get(part);
      if (member == null) {
        member = WrittenObject.group();
        group.members.put(part, member);
        objects.add(member);
      }
      group = member;
    }
    if (group.members == null) {
      throw failed(what + " '" + path + "' cannot be created: a dataset is in its place");
    }
    return group.members;
  }

  private List<String> parts(String path) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals(".") || part.indexOf('\0') >= 0) {
        throw failed("'" + path + "' is not a path of HDF5: a part is '.' or has a zero");
      }
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private HeaderMessage space(long... shape) throws IOException {
    if (shape.length > HeaderMessage.MOST_AXES) {
      throw failed("a shape of " + shape.length + " axes cannot be written");
    }
    return HeaderMessage.space(shape);
  }

  private HeaderMessage type(DType dtype) throws IOException {
    byte[] type = DataTypeEncoding.of(dtype);
    if (type == null) {
      throw failed("numbers of " + dtype.numpyName() + " cannot be written");
    }
    return HeaderMessage.dataType(type);
  }

  @Override
  public void finish() throws IOException {
    checkOpen();
    try {
      heap.finish();
      SymbolTableWriter tables = new SymbolTableWriter(file);
      for (int i = objects.size() - 1; i >= 0; i--) {
        write(objects.get(i), tables);
      }
      superblock();
    } catch (IOException e) {
      throw new IOException(name + ": the file cannot be finished (disk full?)", e);
    } finally {
      abandon();
    }
  }

  private void write(WrittenObject object, SymbolTableWriter tables) throws IOException {
    List<HeaderMessage> messages = object.messages;
    if (object.members != null) {
      object.table = tables.write(object.members);
      messages.add(0, HeaderMessage.symbolTable(object.table.tree(), object.table.heap()));
    }
    object.header = file.append(HeaderMessage.header(messages));
    // What is in the file needs no memory.
    messages.clear();
  }

  private void superblock() throws IOException {
    ByteBuffer out = FileSpace.block(SUPERBLOCK).put(SIGNATURE);
    // Versions of four parts, all 0; an address has 8 bytes, and so has a length.
    out.position(13).put((byte) 8).put((byte) 8).position(16);
    out.putShort((short) SymbolTableWriter.LEAF_K);
    out.putShort((short) SymbolTableWriter.INTERNAL_K);
    out.putInt(0);
    out.putLong(0).putLong(HeaderMessage.UNDEFINED);
    out.putLong(file.end()).putLong(HeaderMessage.UNDEFINED);
    SymbolTableWriter.entry(out, 0, root);
    file.fill(0, out.rewind());
    file.finish();
  }

  @Override
  public void abandon() throws IOException {
    open = false;
    file.close();
  }

  private void checkOpen() throws IOException {
    if (!open) {
      throw failed("the file is closed");
    }
  }

  private IOException failed(String what) {
    return new IOException(name + ": " + what);
  }
}
