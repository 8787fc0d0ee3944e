package dev.tenon.formats.pickle;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.pickle.PickledArray.ElementType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle of protocol 2 to 4 with data only.
 *
 * <p>Values become {@link Long}, {@link Boolean}, {@link String}, {@link ByteBuffer} (byte
 * strings), {@link List} (tuples), {@link PickledList}, {@link Map} with text keys, {@link
 * PickledArray} and {@link #NONE}. NumPy's arrays and element types are the only known callables,
 * and Java makes them: code of a file is never run.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">Python: pickletools</a>
 */
public final class Pickle {
  /** Python's None. */
  public static final Object NONE =
      new Object() {
        @Override
        public String toString() {
          return "None";
        }
      };

  private static final Object MARK = new Object();

  /** What a pickle may name. */
  private enum Known {
    RECONSTRUCT,
    NDARRAY,
    DTYPE
  }

  private final String where;
  private final ByteBuffer bytes;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Pickle(String where, ByteBuffer bytes) {
    this.where = where;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the value of a pickle.
   *
   * @param where how messages name it
   * @param bytes from the position on
   * @throws MalformedModelException if it is truncated or damaged
   * @throws UnsupportedModelException if it contains or calls anything else
   */
  public static Object read(String where, ByteBuffer bytes) {
    try {
      return new Pickle(where, bytes).run();
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new MalformedModelException(where, "the pickle is truncated", e);
    }
  }

  private Object run() {
    while (true) {
      int code = bytes.get() & 0xff;
      if (code == '.') {
        return pop();
      }
      step(code);
    }
  }

  private void step(int code) {
    switch (code) {
      case 0x80 -> protocol(bytes.get());
      case 0x95 -> bytes.getLong();
      case '(' -> stack.push(MARK);
      case 'N' -> stack.push(NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'K' -> stack.push((long) (bytes.get() & 0xff));
      case 'M' -> stack.push((long) (bytes.getShort() & 0xffff));
      case 'J' -> stack.push((long) bytes.getInt());
      case 0x8a -> stack.push(longNumber(bytes.get() & 0xff));
      case 'U', 'C' -> stack.push(piece(bytes.get() & 0xff));
      case 'T', 'B' -> stack.push(piece(bytes.getInt()));
      case 0x8e -> stack.push(piece(bytes.getLong()));
      case 0x8c -> stack.push(text(bytes.get() & 0xff));
      case 'X' -> stack.push(text(bytes.getInt()));
      case ']' -> stack.push(new PickledList());
      case '}' -> stack.push(new LinkedHashMap<String, Object>());
      case ')' -> stack.push(List.of());
      case 't' -> stack.push(popToMark());
      case 0x85, 0x86, 0x87 -> stack.push(popCount(code - 0x84));
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(popToMark());
      case 's' -> put(popCount(2));
      case 'u' -> put(popToMark());
      case 'q' -> memo.put(bytes.get() & 0xff, top());
      case 'r' -> memo.put(bytes.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> recall(bytes.get() & 0xff);
      case 'j' -> recall(bytes.getInt());
      case 'c' -> stack.push(known(line(), line()));
      case 0x93 -> {
        List<Object> names = popCount(2);
        stack.push(known(name(names.get(0)), name(names.get(1))));
      }
      case 'R' -> call(popCount(2));
      case 'b' -> build(pop(), top());
      default ->
          throw new UnsupportedModelException(
              String.format(
                  "%s: the pickle has an instruction 0x%02x, which plain data does not need; it is"
                      + " refused",
                  where, code));
    }
  }

  private void protocol(int version) {
    if (version < 2 || version > 4) {
      throw new UnsupportedModelException(
          where, "is a pickle of protocol " + version + "; protocols 2 to 4 are read");
    }
  }

  private long longNumber(int width) {
    if (width > Long.BYTES) {
      throw new UnsupportedModelException(
          where, "the pickle has a whole number of " + width + " bytes; at most 8 are read");
    }
    long number = 0;
    for (int i = 0; i < width; i++) {
      long octet = i == width - 1 ? bytes.get() : bytes.get() & 0xff;
      number |= octet << (8 * i);
    }
    return number;
  }

  private ByteBuffer piece(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new MalformedModelException(
          where, "the pickle declares " + length + " bytes, " + bytes.remaining() + " follow");
    }
    ByteBuffer piece = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return piece;
  }

  private String text(int length) {
    return StandardCharsets.UTF_8.decode(piece(length)).toString();
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (char c = (char) bytes.get(); c != '\n'; c = (char) bytes.get()) {
      line.append(c);
    }
    return line.toString();
  }

  private Known known(String module, String name) {
    if (module.equals("numpy") && name.equals("ndarray")) {
      return Known.NDARRAY;
    }
    if (module.equals("numpy") && name.equals("dtype")) {
      return Known.DTYPE;
    }
    if (name.equals("_reconstruct")
        && (module.equals("numpy.core.multiarray") || module.equals("numpy._core.multiarray"))) {
      return Known.RECONSTRUCT;
    }
    throw new UnsupportedModelException(
        where,
        "the pickle wants to call "
            + module
            + "."
            + name
            + "; only NumPy's arrays are made, everything else is refused: the file is no data set"
            + " that Tenon knows, or it was tampered with");
  }

  private void call(List<Object> call) {
    if (!(call.get(1) instanceof List<?> arguments)) {
      throw damaged();
    }
    if (call.get(0) == Known.RECONSTRUCT
        && !arguments.isEmpty()
        && arguments.get(0) == Known.NDARRAY) {
      stack.push(new PickledArray());
    } else if (call.get(0) == Known.DTYPE && !arguments.isEmpty()) {
      stack.push(new ElementType(name(arguments.get(0))));
    } else {
      throw damaged();
    }
  }

  private void build(Object state, Object target) {
    if (!(state instanceof List<?> values)) {
      throw damaged();
    }
    if (target instanceof PickledArray array) {
      array.fill(where, List.copyOf(values));
    } else if (target instanceof ElementType) {
      if (values.size() < 2 || name(values.get(1)).equals(">")) {
        throw new UnsupportedModelException(where, "has an array in big-endian order");
      }
    } else {
      throw damaged();
    }
  }

  private String name(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof ByteBuffer piece) {
      return StandardCharsets.ISO_8859_1.decode(piece.duplicate()).toString();
    }
    throw damaged();
  }

  private void append(List<Object> elements) {
    if (!(top() instanceof PickledList list)) {
      throw damaged();
    }
    elements.forEach(list::add);
  }

  @SuppressWarnings("unchecked") // The only maps on the stack are those made here.
  private void put(List<Object> pairs) {
    if (!(top() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
      throw damaged();
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      ((Map<String, Object>) map).put(name(pairs.get(i)), pairs.get(i + 1));
    }
  }

  private void recall(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged();
    }
    stack.push(value);
  }

  private Object top() {
    Object top = stack.peek();
    if (top == null || top == MARK) {
      throw damaged();
    }
    return top;
  }

  private Object pop() {
    Object top = top();
    stack.pop();
    return top;
  }

  private List<Object> popCount(int count) {
    Object[] values = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      values[i] = pop();
    }
    return List.of(values);
  }

  private List<Object> popToMark() {
    List<Object> values = new ArrayList<>();
    while (true) {
      Object value = stack.poll();
      if (value == null) {
        throw damaged();
      }
      if (value == MARK) {
        Collections.reverse(values);
        return values;
      }
      values.add(value);
    }
  }

  private MalformedModelException damaged() {
    return new MalformedModelException(
        where, "the pickle is damaged at byte " + bytes.position() + ": fetch the file again");
  }
}
