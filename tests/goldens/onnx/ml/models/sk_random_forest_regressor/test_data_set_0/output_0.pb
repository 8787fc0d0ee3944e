BvariableJ0®Ã
@A÷?(z/À”I>A5Àc¯@Q—À>7T(?"A¬¿Œ7à¿~a¿T^º¿