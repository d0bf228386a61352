/** Registers a user, signs them in and gives them `count` todos, through the API. @returns their token */
export async function seed(port: number, count: number): Promise<string> {
  const api = `http://127.0.0.1:${port}/api`;
  const post = async (path: string, body: object, token = ''): Promise<unknown> => {
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as { data: unknown };
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  const account = { email: 'bench@example.com', password: 'Abcde_12345' };
  await post('/register', account);
  const token = String(await post('/login', account));
  for (let i = 0; i < count; i++) {
    await post('/todo', { title: `Todo ${i}`, description: 'What there is to do' }, token);
  }
  return token;
}
