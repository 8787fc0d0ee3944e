package dev.tenon.formats.hdf5;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import io.jhdf.FractalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.AttributeNameForIndexedAttributesRecord;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of a group or a dataset. */
final class Hdf5Attributes {
  private static final long UNDEFINED = -1;

  private final Hdf5File file;
  private final String path;
  private final ObjectHeader header;
  private @Nullable Map<String, AttributeMessage> messages;

  Hdf5Attributes(Hdf5File file, String path, ObjectHeader header) {
    this.file = file;
    this.path = path;
    this.header = header;
  }

  List<String> names() {
    return List.copyOf(messages().keySet());
  }

  @Nullable String string(String name) {
    Tensor value = read(name);
    if (value == null) {
      return null;
    }
    if (value.dtype() != DType.STRING || value.size() != 1) {
      throw wrong(name, value, "one string");
    }
    return value.getString(0);
  }

  @Nullable List<String> strings(String name) {
    if (messages().containsKey(name)) {
      return list(name);
    }
    if (!messages().containsKey(name + "0")) {
      return null;
    }
    List<String> all = new ArrayList<>();
    for (int part = 0; messages().containsKey(name + part); part++) {
      all.addAll(list(name + part));
    }
    return List.copyOf(all);
  }

  @Nullable Tensor numbers(String name) {
    Tensor value = read(name);
    if (value != null && value.dtype() == DType.STRING) {
      throw wrong(name, value, "numbers");
    }
    return value;
  }

  private List<String> list(String name) {
    Tensor value = read(name);
    if (value == null || value.size() == 0) {
      // An empty list has no strings to tell its type by: h5py writes it as no float64 numbers.
      return List.of();
    }
    if (value.dtype() != DType.STRING || value.rank() > 1) {
      throw wrong(name, value, "a list of strings");
    }
    return List.copyOf(Arrays.asList(value.toStringArray()));
  }

  private RuntimeException wrong(String name, Tensor value, String expected) {
    return file.malformed(
        path,
        "has the attribute '"
            + name
            + "' of type "
            + value.dtype().numpyName()
            + " and shape "
            + value.shapeString()
            + "; expected "
            + expected);
  }

  private @Nullable Tensor read(String name) {
    AttributeMessage message = messages().get(name);
    if (message == null) {
      return null;
    }
    String where = path + "@" + name;
    return file.guarded(
        where,
        () -> {
          long[] shape = Elements.shape(message.getDataSpace());
          ByteBuffer data = message.getDataSpace().getTotalLength() == 0 ? null : buffer(message);
          return new Elements(file, where, message.getDataType(), shape, false)
              .decode(data == null ? ByteBuffer.allocate(0) : data);
        });
  }

  private static ByteBuffer buffer(AttributeMessage message) {
    ByteBuffer data = message.getDataBuffer();
    return data == null ? ByteBuffer.allocate(0) : data;
  }

  private synchronized Map<String, AttributeMessage> messages() {
    Map<String, AttributeMessage> known = messages;
    if (known == null) {
      known = file.guarded(path, this::readMessages);
      messages = known;
    }
    return known;
  }

  private Map<String, AttributeMessage> readMessages() {
    Map<String, AttributeMessage> found = new LinkedHashMap<>();
    for (AttributeMessage message : header.getMessagesOfType(AttributeMessage.class)) {
      found.put(message.getName(), message);
    }
    if (!header.hasMessageOfType(AttributeInfoMessage.class)) {
      return found;
    }
    // Many attributes, or long ones, lie outside the header of the object.
    AttributeInfoMessage info = header.getMessageOfType(AttributeInfoMessage.class);
    if (info.getFractalHeapAddress() == UNDEFINED) {
      return found;
    }
    Hdf5Storage storage = file.storage();
    BTreeV2<AttributeNameForIndexedAttributesRecord> tree =
        new BTreeV2<>(storage, info.getAttributeNameBTreeAddress());
    FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
    for (AttributeNameForIndexedAttributesRecord record : tree.getRecords()) {
      ByteBuffer body = heap.getId(record.getHeapId()).slice().order(ByteOrder.LITTLE_ENDIAN);
      if (DataTypePatch.isForeign(body)) {
        continue;
      }
      AttributeMessage message =
          new AttributeMessage(DataTypePatch.attribute(body), storage, record.getFlags());
      found.put(message.getName(), message);
    }
    return found;
  }
}
