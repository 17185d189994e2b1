# SPDX-License-Identifier: MIT
# Writes OUT, a C file with the digest of the files that LIST names ("|"-separated, below ROOT).
file(READ ${LIST} names)
string(REPLACE "|" ";" names "${names}")
set(all "")
foreach(name IN LISTS names)
  file(SHA256 ${ROOT}/${name} digest)
  string(APPEND all "${name} ${digest}\n")
endforeach()
string(SHA256 id "${all}")
file(WRITE ${OUT} "#include \"emit/build_id.h\"\n\nconst char kb_build_id[] = \"${id}\";\n")
