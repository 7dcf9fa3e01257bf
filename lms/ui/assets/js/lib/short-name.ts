/** What a name is called in addresses: "KAP, Spring 2027" is "kap-spring-2027". As `short_name` in lms/cohorts/rules.py. */
export function shortName(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  return plain
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join("-")
    .slice(0, 80)
    .replace(/-$/, "")
}
